// What the page says, in English and Chinese. The language is kept on this device.

const WORDS = {
  en: {
    picking: "Pick", review: "Review and pack", key: "API key", key_why: "It stays in this tab only.", go_on: "Go on",
    lists: "Open pick lists", no_lists: "No list is open.", refresh: "Refresh", back: "Back", print: "Print",
    bin: "Bin", item: "Item", lot: "Lot", tote: "Tote", pieces: "Pieces", order: "Order", scan_bin: "Scan the bin",
    scan_item: "Scan the item", short: "No more here", list_done: "The list is done.", list_pulled: "The list was taken back.",
    put_back: "put back", found: "Counted.", repeated: "Counted before.", confirmed: "Right bin.",
    elsewhere: "Too few: fetched from another bin.", other_warehouse: "Too few: another warehouse sends the order. Put its goods back.",
    backordered: "Too few: the order waits. Put its goods back.", parts: "Parts that wait here", no_parts: "Nothing waits here.",
    scan_again: "Scan every item again", send_back: "Something is missing: pick again", reviewed: "Every piece is there.",
    sent_back: "It is picked again.", weight: "Weight in grams", pack: "Close the box", packed: "Packed. The label follows.",
    held: "HELD: do not pack", stopped: "This order is stopped", label: "Label", expected: "Expected",
    wrong_bin: "Wrong bin", wrong_item: "Wrong item", wrong_tote: "Wrong tote", wrong_quantity: "Wrong number of pieces",
    wrong_list: "The list has ended", quantity: "pieces", list: "list",
    offline: "No answer from the service. Scan again: nothing counts twice.", of: "of", walk: "Walk", above: "above the shortest",
    shortest: "the shortest", more_pieces: "or type the number of pieces first, such as 3",
  },
  zh: {
    picking: "拣货", review: "复核与打包", key: "API 密钥", key_why: "只保存在此标签页中。", go_on: "继续",
    lists: "待拣拣货单", no_lists: "没有待拣的拣货单。", refresh: "刷新", back: "返回", print: "打印",
    bin: "库位", item: "商品", lot: "批次", tote: "周转箱", pieces: "件数", order: "订单", scan_bin: "请扫描库位",
    scan_item: "请扫描商品", short: "此处不足", list_done: "拣货单已完成。", list_pulled: "拣货单已撤回。",
    put_back: "请放回", found: "已计数。", repeated: "此前已计数。", confirmed: "库位正确。",
    elsewhere: "数量不足:改从其他库位拣取。", other_warehouse: "数量不足:改由其他仓库发货,请放回已拣商品。",
    backordered: "数量不足:订单等待补货,请放回已拣商品。", parts: "等待处理", no_parts: "没有等待处理的订单。",
    scan_again: "请逐件复扫商品", send_back: "有缺件:重新拣货", reviewed: "全部商品齐全。",
    sent_back: "已退回重新拣货。", weight: "重量(克)", pack: "封箱", packed: "已打包,面单随后打印。",
    held: "已挂起:请勿打包", stopped: "此订单已停止", label: "面单", expected: "应为",
    wrong_bin: "库位错误", wrong_item: "商品错误", wrong_tote: "周转箱错误", wrong_quantity: "件数错误",
    wrong_list: "拣货单已结束", quantity: "件数", list: "拣货单",
    offline: "服务没有响应。请重新扫描,不会重复计数。", of: "/", walk: "路程", above: "长于最短路程",
    shortest: "最短路程", more_pieces: "也可先输入件数,例如 3",
  },
};

const kept = localStorage.getItem("clearway-language");
let language = kept in WORDS ? kept : navigator.language.startsWith("zh") ? "zh" : "en";

export const spoken = () => language;
export const say = (word) => WORDS[language][word] ?? word;

export function speak(other) {
  language = other;
  localStorage.setItem("clearway-language", other);
}
