"""Reference tables: facts that readings are compared with."""

from models.reference.places import city_named
from models.reference.specialities import speciality_in

__all__ = ["city_named", "speciality_in"]
