"""How often each destination is bought for, and its states written out."""

# How often each destination is bought for: a shop that sells everywhere, strongest in the large markets.
DESTINATION_WEIGHTS = {
    "US": 20, "GB": 10, "DE": 11, "FR": 8, "CA": 6, "AU": 6, "IT": 4, "ES": 4, "NL": 3, "BE": 2, "AT": 2, "PL": 2,
    "SE": 2, "DK": 1.5, "IE": 1.5, "CH": 2, "NO": 1.5, "NZ": 1.5, "JP": 3, "KR": 2, "SG": 1.5, "MX": 2, "BR": 2,
    "CL": 1, "AE": 1.5,
}  # fmt: skip
STATE_NAMES = {
    "US": {
        "NY": "New York", "CA": "California", "IL": "Illinois", "TX": "Texas", "WA": "Washington", "CO": "Colorado",
        "MA": "Massachusetts", "GA": "Georgia", "OH": "Ohio", "MN": "Minnesota", "AZ": "Arizona", "TN": "Tennessee",
        "WI": "Wisconsin", "NC": "North Carolina", "FL": "Florida",
    },
    "CA": {
        "ON": "Ontario", "QC": "Quebec", "BC": "British Columbia", "AB": "Alberta", "MB": "Manitoba",
        "NS": "Nova Scotia",
    },
    "AU": {
        "NSW": "New South Wales", "VIC": "Victoria", "QLD": "Queensland", "WA": "Western Australia",
        "SA": "South Australia", "TAS": "Tasmania", "ACT": "Australian Capital Territory",
    },
    "BR": {"SP": "São Paulo", "RJ": "Rio de Janeiro", "MG": "Minas Gerais", "PR": "Paraná", "BA": "Bahia"},
    "MX": {"CDMX": "Ciudad de México", "JAL": "Jalisco", "NLE": "Nuevo León", "PUE": "Puebla", "YUC": "Yucatán"},
    "IT": {"RM": "Roma", "MI": "Milano", "TO": "Torino", "NA": "Napoli", "BO": "Bologna"},
}  # fmt: skip
