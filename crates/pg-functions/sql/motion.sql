-- Where a star is after it moved on a straight line in space at constant speed (The Hipparcos and Tycho Catalogues,
-- ESA SP-1200 (1997), vol. 1, sect. 1.5.5), without relativity and light time.
--
-- Position in degrees, parallax in mas, proper motion in mas/yr (that in right ascension with cos(dec)), radial velocity
-- in km/s, epochs in Julian years. Without a parallax the star is infinitely far, without a motion it has none. Position
-- and epochs must be there, as the Catalogue of ADQL User Defined Functions 1.2 wants.
CREATE OR REPLACE FUNCTION armilla.epoch_prop(
    ra float8, "dec" float8, parallax float8, pmra float8, pmdec float8, radial_velocity float8,
    ref_epoch float8, out_epoch float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 50
AS $$
DECLARE
    -- One astronomical unit per Julian year in km/s, and one mas in degrees and in radians.
    au_per_year CONSTANT float8 := 149597870.7 / 31557600;
    mas_deg CONSTANT float8 := 1 / 3.6e6::float8;
    mas_rad CONSTANT float8 := pi() / 648e6;
    years CONSTANT float8 := out_epoch - ref_epoch;
    -- Motion per year in radians: to the east, to the north, away.
    east CONSTANT float8 := coalesce(pmra, 0) * mas_rad;
    north CONSTANT float8 := coalesce(pmdec, 0) * mas_rad;
    away CONSTANT float8 := coalesce(radial_velocity, 0) * coalesce(parallax, 0) / au_per_year * mas_rad;
    -- The star in units of its old distance: to the old east, towards the old meridian's equator, to the pole.
    x CONSTANT float8 := east * years;
    y float8;
    z float8;
    height CONSTANT float8 := 1 + away * years;
    distance CONSTANT float8 := sqrt(height * height + (east * east + north * north) * years * years);
    turn float8;
    lat float8;
    vx float8;
    vy float8;
    vz float8;
BEGIN
    IF num_nulls(ra, "dec", ref_epoch, out_epoch) > 0 THEN
        RAISE EXCEPTION 'a position or an epoch to propagate is NULL' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    y := height * cosd("dec") - north * years * sind("dec");
    z := height * sind("dec") + north * years * cosd("dec");
    turn := atan2d(x, y);
    lat := atan2d(z, sqrt(x * x + y * y));
    -- The velocity along the same axes, in radians per year at the old distance.
    vx := east;
    vy := away * cosd("dec") - north * sind("dec");
    vz := away * sind("dec") + north * cosd("dec");
    RETURN ARRAY[
        ra + turn - 360 * floor((ra + turn) / 360),
        lat,
        parallax / distance,
        (vx * cosd(turn) - vy * sind(turn)) / distance / mas_rad,
        (vz * cosd(lat) - (vx * sind(turn) + vy * cosd(turn)) * sind(lat)) / distance / mas_rad,
        CASE WHEN parallax <> 0
            THEN (vz * sind(lat) + (vx * sind(turn) + vy * cosd(turn)) * cosd(lat)) / mas_rad * au_per_year / parallax
            ELSE radial_velocity END];
END
$$;

-- Only the position of it.
CREATE OR REPLACE FUNCTION armilla.epoch_prop_pos(
    ra float8, "dec" float8, parallax float8, pmra float8, pmdec float8, radial_velocity float8,
    ref_epoch float8, out_epoch float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 20
AS $$
DECLARE
    au_per_year CONSTANT float8 := 149597870.7 / 31557600;
    mas_rad CONSTANT float8 := pi() / 648e6;
    years CONSTANT float8 := out_epoch - ref_epoch;
    away CONSTANT float8 := coalesce(radial_velocity, 0) * coalesce(parallax, 0) / au_per_year * mas_rad;
BEGIN
    IF num_nulls(ra, "dec", ref_epoch, out_epoch) > 0 THEN
        RAISE EXCEPTION 'a position or an epoch to propagate is NULL' USING ERRCODE = 'null_value_not_allowed';
    END IF;
    RETURN armilla.moved(
        ra, "dec", coalesce(pmra, 0) * years * mas_rad, coalesce(pmdec, 0) * years * mas_rad, 1 + away * years);
END
$$;

-- The direction of a point in the tangent plane of a position in degrees: x to the east, y to the north, in units of its
-- distance z from the centre along the old direction.
CREATE OR REPLACE FUNCTION armilla.moved(lon float8, lat float8, x float8, y float8, z float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 10
AS $$
DECLARE
    outward CONSTANT float8 := z * cosd(lat) - y * sind(lat);
    turned CONSTANT float8 := lon + atan2d(x, outward);
BEGIN
    RETURN ARRAY[
        turned - 360 * floor(turned / 360), atan2d(z * sind(lat) + y * cosd(lat), sqrt(x * x + outward * outward))];
END
$$;
