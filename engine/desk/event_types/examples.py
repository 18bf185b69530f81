"""What examples of events are made of."""

UUID = "019abf00c0de7000800000000000c0de"
DIGEST = "7a3c5e11c0de7000800000000000c0de7a3c5e11c0de7000800000000000c0de"
MOMENT = r"^[0-9T:.+Z-]{10,40}$"  # of a field that tells when
