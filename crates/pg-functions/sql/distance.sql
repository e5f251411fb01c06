-- The angle between two points in degrees, in [0, 180], exact to rounding at every scale: the haversine of the angle is
-- exact where it is small, that of the supplement near the antipode.
CREATE OR REPLACE FUNCTION armilla.distance(lon1 float8, lat1 float8, lon2 float8, lat2 float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT 2 * atan2d(
    sqrt(abs(power(sind((lat1 - lat2) / 2), 2) + cosd(lat1) * cosd(lat2) * power(sind((lon1 - lon2) / 2), 2))),
    sqrt(abs(power(sind((lat1 + lat2) / 2), 2) + cosd(lat1) * cosd(lat2) * power(cosd((lon1 - lon2) / 2), 2)))) $$;
