"""What we ask Shopify for: GraphQL of the Admin API, version 2026-10.

Fields are those of "GraphQL Admin API reference" (Shopify, version 2026-10, read 2026-11). One query may cost 1,000
points at most, counted as if every list were full, so orders are listed by number and fetched one by one.
"""

VERSION = "2026-10"
PER_PAGE = 100
LINES_PER_PAGE = 50

MONEY = "{ shopMoney { amount currencyCode } }"
ADDRESS = """{
  name firstName lastName company address1 address2 city province provinceCode zip countryCodeV2 phone
}"""

CHANGED = """query ChangedOrders($search: String!, $first: Int!, $after: String) {
  orders(first: $first, after: $after, query: $search, sortKey: UPDATED_AT) {
    nodes { legacyResourceId updatedAt cancelledAt }
    pageInfo { hasNextPage endCursor }
  }
}"""

PLACED = """query PlacedOrders($search: String!, $first: Int!, $after: String) {
  orders(first: $first, after: $after, query: $search, sortKey: CREATED_AT) {
    nodes { legacyResourceId }
    pageInfo { hasNextPage endCursor }
  }
}"""

LINES = """(first: $lines, after: $after) {
      nodes {
        id sku title variantTitle name quantity currentQuantity requiresShipping
        originalUnitPriceSet { shopMoney { amount } }
        discountAllocations { allocatedAmountSet { shopMoney { amount } } }
      }
      pageInfo { hasNextPage endCursor }
    }"""

ORDER = f"""query OrderById($id: ID!, $lines: Int!, $after: String) {{
  order(id: $id) {{
    id legacyResourceId name createdAt updatedAt cancelledAt cancelReason test edited note email phone clientIp
    customerLocale currencyCode presentmentCurrencyCode taxesIncluded displayFinancialStatus paymentGatewayNames
    totalPriceSet {MONEY} currentTotalPriceSet {MONEY} totalTaxSet {MONEY} currentTotalTaxSet {MONEY}
    totalOutstandingSet {MONEY} totalRefundedSet {MONEY} originalTotalDutiesSet {MONEY}
    customAttributes {{ key value }}
    purchasingEntity {{ __typename }}
    customer {{
      legacyResourceId firstName lastName state createdAt numberOfOrders locale
      defaultEmailAddress {{ emailAddress }} defaultPhoneNumber {{ phoneNumber }}
    }}
    shippingAddress {ADDRESS}
    billingAddress {ADDRESS}
    shippingLines(first: 5) {{
      nodes {{ title carrierIdentifier originalPriceSet {MONEY} discountedPriceSet {MONEY} }}
    }}
    transactions(first: 20) {{
      id kind status gateway createdAt authorizationCode authorizationExpiresAt
      amountSet {MONEY}
      paymentDetails {{
        ... on CardPaymentDetails {{
          avsResultCode bin company cvvResultCode expirationMonth expirationYear name number
        }}
      }}
    }}
    refunds(first: 10) {{
      id
      transactions(first: 3) {{ nodes {{ kind status amountSet {MONEY} }} }}
      refundLineItems(first: 15) {{ nodes {{ quantity lineItem {{ id }} }} }}
    }}
    lineItems{LINES}
  }}
}}"""

MORE_LINES = f"""query MoreLines($id: ID!, $lines: Int!, $after: String) {{
  order(id: $id) {{
    lineItems{LINES}
  }}
}}"""

WEIGHTS = """query Weights($id: ID!) {
  order(id: $id) {
    fulfillmentOrders(first: 8) { nodes { lineItems(first: 50) { nodes { sku weight { unit value } } } } }
  }
}"""

TO_SHIP = """query ToShip($id: ID!) {
  order(id: $id) {
    cancelledAt
    fulfillments(first: 50) {
      id status
      trackingInfo(first: 3) { number }
    }
    fulfillmentOrders(first: 10) {
      nodes {
        id status
        assignedLocation { location { id } }
        lineItems(first: 50) { nodes { id remainingQuantity sku } }
      }
    }
  }
}"""

FULFILLED = """query Fulfilled($id: ID!) {
  fulfillment(id: $id) {
    fulfillmentLineItems(first: 100) { nodes { quantity lineItem { sku } } }
  }
}"""

FULFIL = """mutation Fulfil($fulfillment: FulfillmentInput!, $message: String) {
  fulfillmentCreate(fulfillment: $fulfillment, message: $message) {
    fulfillment { id status }
    userErrors { field message }
  }
}"""

STANDING = """query Standing($id: ID!) {
  order(id: $id) { cancelledAt displayFulfillmentStatus }
}"""

CANCEL = """mutation Cancel(
  $orderId: ID!, $reason: OrderCancelReason!, $refundMethod: OrderCancelRefundMethodInput!,
  $restock: Boolean!, $notifyCustomer: Boolean, $staffNote: String
) {
  orderCancel(
    orderId: $orderId, reason: $reason, refundMethod: $refundMethod,
    restock: $restock, notifyCustomer: $notifyCustomer, staffNote: $staffNote
  ) {
    job { id done }
    orderCancelUserErrors { field message code }
  }
}"""

TO_REFUND = """query ToRefund($id: ID!) {
  order(id: $id) {
    currencyCode presentmentCurrencyCode
    refunds(first: 50) { id note }
    transactions(first: 50) {
      id kind status gateway
      amountSet { presentmentMoney { amount currencyCode } }
      parentTransaction { id }
    }
    lineItems(first: 100) { nodes { id sku refundableQuantity } }
  }
}"""

REFUND = """mutation Refund($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) {
    refund { id }
    userErrors { field message }
  }
}"""

ITEMS = """query Items($search: String!, $first: Int!) {
  inventoryItems(first: $first, query: $search) {
    nodes { id sku tracked }
  }
}"""

SET_STOCK = """mutation SetStock($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { id }
    userErrors { field message code }
  }
}"""

WHO = """query Who {
  shop { name myshopifyDomain }
  currentAppInstallation { accessScopes { handle } }
}"""
