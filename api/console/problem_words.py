"""What each kind of problem is, in Chinese, for pages that show one: the values come from the problem's own words.

An English detail stands beside it on the page, since it says what to do next.
"""

import re
from collections.abc import Mapping

CHINESE = "zh"
MOST = 4  # values that are named; more would be no sentence
_VALUE = re.compile(r"`([^`]+)`")  # as details write what somebody sent
_LINES = """
malformed_request 请求格式有误
malformed_json 请求正文不是 JSON
cursor_not_valid 翻页标记无效
idempotency_key_missing 缺少幂等键
idempotency_key_not_valid 幂等键无效
if_match_not_valid 版本条件无效
merchant_not_valid 商家无效
body_too_deep 请求正文嵌套过深
key_missing 缺少 API 密钥
key_not_valid API 密钥无效
session_over 登录已过期，请重新登录
login_refused 登录信息不正确
approver_needed 此操作须由审批人执行
cross_site 请求来自其他网站
csrf_missing 缺少防伪令牌，请刷新页面
session_needed 须由已登录的人员操作
provider_refused 身份提供方未认可可登录的人员
provider_down 暂时无法访问身份提供方
grant_too_wide 不能授予超出本人的权限
role_refused 此步骤属于其他角色
other_shop API 密钥限于其他店铺
scope_missing 缺少所需权限
other_merchant API 密钥限于其他商家
shop_bound API 密钥限于指定店铺
not_found 找不到
method_not_allowed 此处不允许该操作
body_too_slow 请求正文未按时送达
too_many_requests 请求过于频繁，请稍后再试
channel_knock_refused Webhook 并非来自该渠道
channel_connection_off 渠道连接已停用
channel_connection_busy 渠道连接仍有未完成订单
channel_sign_in_refused 渠道拒绝了凭据
channel_credential_missing 未设置渠道凭据
channel_saying_ended 该渠道消息当前状态不允许此操作
channel_backfill_refused 该时间段无法再次读取
channel_connection_refused 渠道连接无法如此保存
tracking_source_refused 轨迹来源无法如此保存
tracking_file_refused 轨迹文件无法接收
channel_answer_refused 渠道返回了意外的内容
channel_down 暂时无法访问渠道
channel_throttled 渠道要求稍后再试
carrier_connection_off 承运商连接已停用
carrier_connection_busy 承运商连接仍有未完成的下单
carrier_sign_in_refused 承运商拒绝了凭据
carrier_credential_missing 未设置承运商凭据
carrier_booking_ended 当前状态不允许此操作
carrier_cannot 承运商没有此接口
carrier_refused 承运商拒绝了此操作
carrier_label_lost 无法取得面单
pickup_taken 已有上门取件预约
carrier_connection_refused 承运商连接无法如此保存
own_services_refused 该文件不是有效的服务文件
carrier_answer_refused 承运商返回了意外的内容
carrier_down 暂时无法访问承运商
carrier_throttled 承运商要求稍后再试
in_flight 同一请求正在处理，请稍后再试
answer_lost 操作已执行，但结果未能保存
lease_lost 该请求已由重试接手
several_orders 有多个订单使用此名称
event_differs 该事件先前的内容不同
state_conflict 当前状态不允许此操作
store_conflict 已经存在
notice_choice_refused 不能这样选择
notice_not_refused 该通知未被拒收
notice_waits_for_nobody 该通知无需人工处理
illegal_step 当前阶段不能执行此步骤
step_blocked 有条件未满足，不能执行此步骤
proposal_ended 提案已不再开放
proposal_outdated 提案之后已有其他版本生效
same_person 需要另一人操作
gates_closed 有门槛未通过
nothing_differs 该版本已在生效
nothing_before 之前没有其他版本
not_in_force_before 该版本从未生效
not_waiting 无需第二人复核
several_editions 有多个版本以此开头
draft_there 已有同名草稿
draft_faulty 草稿有错误，不能使用
run_ended 该运行已不在等待
trip_acknowledged 该告警已有人确认
several_models 有多个模型以此开头
model_there 模型已登记
model_in_role 模型已担任此角色
nothing_to_override 模型没有未通过的门槛
override_waits 已有越过门槛的申请在等待
no_override_asked 没有人申请越过门槛
model_gates_closed 模型有门槛未通过
no_model_before 没有可回退的模型
no_model_in_role 没有模型担任此角色
model_chain_broken 模型历史记录与签名不符
artefact_refused 无法加载模型
case_changed 他人已同时变更，请重新读取
not_taken_over 履约尚未接手该订单
stock_refused 库存变动不成立
order_ambiguous 该付款对应多个订单
claim_refused 索赔不能如此提出或变更
dispute_refused 拒付争议当前状态不允许此操作
no_rate 没有保存汇率
consignment_refused 集货单当前状态不允许此操作
merge_refused 这些订单不能合并包裹
wms_refused 仓库先前所报内容不同
difference_refused 差异不能如此了结
transfer_refused 调拨单当前不能执行此操作
count_refused 盘点单不能如此变更
wave_refused 波次当前状态不允许此操作
shortage_refused 此缺货处理方式不可用
return_refused 这些商品不能退回
suggestion_not_open 该建议已不再开放
causes_period_too_long 时间段内订单过多，无法一次给出
freight_case_decided 运费差异当前状态不允许此操作
nothing_to_dispute 没有可争议的内容
photo_refused 照片无法保存
budget_refused 本月预算不足
settlement_case_decided 对账差异当前状态不允许此操作
match_refused 该行不能如此匹配
carrier_differs 面单属于其他承运商
paper_withheld 订单不得继续，单证暂不出具
hold_ended 挂起已结束
hold_not_waivable 任何人都不能放行此挂起
review_changed 审核已有变更
inbox_case_changed 他人已同时变更该会话
inbox_case_locked 该会话正由他人处理
inbox_case_closed 会话已关闭
inbox_case_refused 不能对该会话执行此操作
inbox_message_refused 消息无法接收或发出
inbox_mail_refused 这不是可接收的邮件
review_resolved 审核已有结论
rescreen_under_way 已有重新审单在进行
rescreen_over 重新审单当前状态不允许此操作
takedowns_refused 下架通知无法接收
mark_revoked 标记已失效
takedown_lifted 下架通知已解除
paper_judged 该单证已有结论
person_erased 个人数据已删除
link_not_valid 链接已失效
last_admin 至少须保留一名可授权的管理员
key_not_rotatable 密钥已失效，不能轮换
version_changed 内容已有变更，请重新读取
draft_moved 他人已变更该草稿
version_passed 内容已有变更，请重新读取
if_match_missing 缺少版本条件
endpoint_disabled 接收端已停用
endpoints_full 接收端数量已达上限
secrets_full 接收端的签名密钥过多
question_unknown 该订单没有此问题
nothing_to_ask 该订单没有要问的内容
asked_already 已在询问买家
request_ended 询问已结束
questions_changed 要问的内容已有变更
link_ended 链接已失效
too_many_tries 尝试次数过多，请稍后再试
body_too_large 内容过大
body_too_complex 内容成员过多
media_type_not_read 不支持此内容类型
rule_book_rejected 规则文件有错误
rule_file_refused 规则库没有此类文件
list_rejected 不能加入该名单
setting_rejected 不能如此设置
name_needed 须写明操作人
note_needed 须写明原因
model_rejected 模型无法登记
reason_needed 须写明原因
second_person_needed 需要第二人
order_rejected 订单无法读取
document_rejected 提交的内容不能使用
parameter_rejected 参数不能使用
product_rejected 商品资料无法保存
unknown_format 无法识别文件格式
endpoint_refused 接收端无法如此保存
answer_refused 答复无法接收
paper_refused 单证无法提交
registration_refused 注册号无法保存
mark_refused 不能如此标记
order_file_refused 订单文件无法接收
column_profile_refused 列对应方案无法保存
queue_view_refused 队列视图无法保存
file_unknown 不支持此文件格式
channel_rule_refused 渠道规则无法保存
warehouse_refused 仓库或库位无法保存
until_passed 放行截止时间已过
order_id_changed 这会变成另一个订单
message_refused 支付网关的消息无法读取
rate_refused 汇率无法保存
report_rejected 结算文件无法读取
freight_bill_rejected 承运商账单无法读取
profit_terms_rejected 成本表无法读取
payment_refused 金额不成立
part_needed 须指明履约单或包裹
scan_refused 扫描内容与预期不符
route_refused 无法如此规划路线
pick_refused 拣货与拣货单不符
packing_refused 商品不能如此装箱
goods_unmeasured 商品尺寸或重量未知
split_refused 拆分不改变税费
parcel_refused 重量不成立
paper_incomplete 单证不齐全
paper_not_called_for 该包裹不需要此单证
paper_empty 单证没有任何行
letters_missing 没有字体可显示这些文字
code_refused 条码无法承载此内容
tracking_refused 轨迹事件无法接收
declaration_refused 包裹不能如此申报
declared_value_refused 申报价值过低
declared_category_refused 申报类别不符
nothing_to_declare 包裹为空
no_stored_rate 没有汇率
rate_table_refused 该文件不是有效的运价表
wishes_refused 不能如此选择服务
service_refused 履约单不能使用此服务
what_if_refused 无法测算所要求的内容
sender_refused 寄件人无法保存
advance_data_rejected 预报数据无法读取
password_weak 密码强度不足
person_refused 人员无法如此保存
shop_refused 店铺或法人主体无法保存
shop_unknown 订单所写店铺未知
login_locked 尝试次数过多
idempotency_key_reused 该幂等键属于其他请求
internal_error 我方出错
item_failed 处理该订单时我方出错
no_edition 没有生效的规则库
not_ready 系统尚未就绪
serials_exhausted 包裹号段已用完
font_missing 服务器缺少字体
store_busy 数据库繁忙，请稍后再试
store_unreachable 数据库无响应
"""
SENTENCES: Mapping[str, str] = dict(line.split(" ", 1) for line in _LINES.split("\n") if line)


def problem_sentence(problem: Mapping[str, object], language: str) -> str:
    """What was refused, with the values that its detail names; empty in English, where title and detail say it."""
    said = SENTENCES.get(str(problem.get("code", ""))) if language == CHINESE else None
    if said is None:
        return ""
    values = list(dict.fromkeys(_VALUE.findall(str(problem.get("detail", "")))))[:MOST]
    return f"{said}：{'、'.join(values)}" if values else said
