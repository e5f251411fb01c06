-- Ranges: 4 numbers are all points from the first longitude eastwards to the second, and from the first latitude up to the
-- second (DALI 1.2 section 3.3). Longitudes a turn or more apart are all longitudes, a second one below the first lies
-- beyond longitude 0. A pole has all longitudes. An angle may be 1e-13 degree too large by rounding.

-- How far a range reaches to the east, in [0, 360].
CREATE OR REPLACE FUNCTION armilla.range_span(g float8[]) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN g[2] - g[1] >= 360 THEN 360 ELSE g[2] - g[1] - 360 * floor((g[2] - g[1]) / 360) END $$;

-- Whether a range holds a position.
CREATE OR REPLACE FUNCTION armilla.in_range(lon float8, lat float8, range float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    east float8;
    span CONSTANT float8 := armilla.range_span(range);
    place float8[];
BEGIN
    IF abs(lat) > 90 THEN
        place := armilla.on_sky(ARRAY[lon, lat]);
        lon := place[1]; lat := place[2];
    END IF;
    IF lat < range[3] OR lat > range[4] THEN RETURN false; END IF;
    IF span >= 360 OR abs(lat) = 90 THEN RETURN true; END IF;
    east := lon - range[1] - 360 * floor((lon - range[1]) / 360);
    RETURN east <= span + 1e-13 OR east >= 360 - 1e-13;
END
$$;

-- The angle in degrees from a position to the nearest point of a range. Where it has the longitude of such a point that is
-- the way along the meridian, else the way to one of the two meridians at the sides.
CREATE OR REPLACE FUNCTION armilla.range_distance(lon float8, lat float8, range float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    span CONSTANT float8 := armilla.range_span(range);
    place float8[];
BEGIN
    IF abs(lat) > 90 THEN
        place := armilla.on_sky(ARRAY[lon, lat]);
        lon := place[1]; lat := place[2];
    END IF;
    IF span >= 360 OR abs(lat) = 90 OR lon - range[1] - 360 * floor((lon - range[1]) / 360) <= span THEN
        RETURN greatest(0, range[3] - lat, lat - range[4]);
    END IF;
    RETURN least(
        armilla.meridian_distance(lon - range[1], lat, range[3], range[4]),
        armilla.meridian_distance(lon - range[1] - span, lat, range[3], range[4]));
END
$$;

-- The angle in degrees from a position to a piece of the meridian 0.
CREATE OR REPLACE FUNCTION armilla.meridian_distance(lon float8, lat float8, south float8, north float8)
RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    -- Where the great circle of the meridian is nearest: a latitude, or beyond a pole.
    foot CONSTANT float8 := atan2d(sind(lat), cosd(lat) * cosd(lon));
BEGIN
    IF foot BETWEEN south AND north THEN RETURN armilla.distance(lon, lat, 0, foot); END IF;
    RETURN least(armilla.distance(lon, lat, 0, south), armilla.distance(lon, lat, 0, north));
END
$$;

-- The area of a range in steradian.
CREATE OR REPLACE FUNCTION armilla.range_area(range float8[]) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT radians(armilla.range_span(range))
        * 2 * cosd((range[3] + range[4]) / 2) * sind((range[4] - range[3]) / 2)
$$;

-- The direction of the mean of all points of a range, as a vector of any length.
CREATE OR REPLACE FUNCTION armilla.range_mean(range float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    half CONSTANT float8 := armilla.range_span(range) / 2;
    middle CONSTANT float8 := (range[3] + range[4]) / 2;
    height CONSTANT float8 := (range[4] - range[3]) / 2;
    across float8 := CASE WHEN half < 1e-6 THEN 1 ELSE sind(half) / radians(half) END;
    up float8 := sind(middle);
BEGIN
    IF height < 1e-6 THEN
        across := across * cosd(middle);
    ELSE
        across := across * (radians(height) + sind(2 * height) * cosd(2 * middle) / 2);
        up := sind(2 * middle) * sind(2 * height) / 2;
    END IF;
    IF abs(across) < 1e-15 AND abs(up) < 1e-15 THEN RETURN '{0,0,0}'; END IF;
    RETURN ARRAY[across * cosd(range[1] + half), across * sind(range[1] + half), up];
END
$$;
