"""How dates and times are written: "Tuesday 3 March 2027", "10am", "2:30pm" (ACCESSIBILITY: dates in words).

Django has “A” for “AM”. That it is “am” is in coprod/locale.
"""

DATE_FORMAT = "l j F Y"
SHORT_DATE_FORMAT = "j F Y"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
TIME_FORMAT = "fA"
DATETIME_FORMAT = "l j F Y, fA"
SHORT_DATETIME_FORMAT = "j F Y, fA"
