"""Reference tables: facts that readings are compared with."""

from models.reference.given_names import is_given_name, nearest_given_name
from models.reference.places import city_named, nearest_city
from models.reference.specialities import nearest_speciality, speciality_in

__all__ = [
    "city_named",
    "is_given_name",
    "nearest_city",
    "nearest_given_name",
    "nearest_speciality",
    "speciality_in",
]
