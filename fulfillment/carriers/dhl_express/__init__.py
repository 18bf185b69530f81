"""DHL Express by MyDHL API, REST with JSON and basic authentication.

Read in November 2026: DHL, "DHL Express APIs (MyDHL API)", OpenAPI description 3.1.1 of 2025-11-02, as republished in
karrioapi/karrio (`modules/connectors/mydhl/vendors`) and as documentation generated from 2.12.0 (`defuzzy-labs/
dhl_express_client`); DHL, "MyDHL API SOAP Developer Guide 2.31", January 2025, for types of registration numbers.

What the description does not have, and what we make of it:

* No idempotency key and no list of bookings. A shipment can be found by the customer's reference under `/tracking`; so
  a booking whose answer was lost is looked for there, after a while (`settling_s`, an assumption: nothing is said of
  how soon it shows), before it is booked again. The label of a shipment that was found cannot be fetched: `get-image`
  hands out waybill and customs papers only. So people are told its number.
* No call voids a shipment: under `/shipments` one creates, two read and two add papers, and the only DELETE of the
  description is that of `/pickups/{dispatchConfirmationNumber}`, which `call_off_pickup` uses. A label that no courier
  scans is left unused; whether it is charged is the contract's to say.
* No call looks up a pick-up. One whose answer was lost is for people.
* No manifest: the shipment's data is DHL's with the booking.
* Codes of refusals stand in front of `detail` and no closed list of them was found; what they mean is read from words.
* Service code `DD` for duties billed to the shipper is how public integrations send it; the description names no codes.
"""
