-- Geometries are float8[] in degrees: 2 numbers are a point, 3 a circle (centre, radius), 4 a range of
-- longitudes and latitudes (see range.sql), 6 or more in pairs a polygon.
--
-- What is no geometry makes every function NULL, not an error, so that one bad row of a column does not end a query:
-- another length, a negative radius, a number that is not finite, fewer than three different vertices. Longitudes and
-- latitudes may have any size: they are angles; but those of a range are latitudes, the first not above the second.

-- Whether the numbers are a point, a circle, a range or a polygon.
CREATE OR REPLACE FUNCTION armilla.is_geometry(g float8[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT array_position(g, NULL) IS NULL AND '-Infinity' < ALL (g) AND 'Infinity' > ALL (g)
        AND CASE cardinality(g) WHEN 2 THEN true WHEN 3 THEN g[3] >= 0
            WHEN 4 THEN g[3] BETWEEN -90 AND g[4] AND g[4] <= 90
            ELSE cardinality(g) >= 6 AND cardinality(g) % 2 = 0 END
$$;

-- A direction as a unit vector. Angles that are next to nothing are nothing, since PostgreSQL refuses products that
-- underflow.
CREATE OR REPLACE FUNCTION armilla.vector(lon float8, lat float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
    IF abs(lon) < 1e-30 THEN lon := 0; END IF;
    IF abs(lat) < 1e-30 THEN lat := 0; END IF;
    RETURN ARRAY[cosd(lat) * cosd(lon), cosd(lat) * sind(lon), sind(lat)];
END
$$;

-- A vector of any length but 0 as longitude in [0, 360) and latitude.
CREATE OR REPLACE FUNCTION armilla.position(x float8, y float8, z float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    lon float8 := atan2d(y, x);
BEGIN
    IF lon < 0 THEN lon := lon + 360; END IF;
    IF lon >= 360 THEN lon := 0; END IF;
    RETURN ARRAY[lon, atan2d(z, sqrt(x * x + y * y))];
END
$$;

-- The vertices of a polygon as unit vectors, three numbers each, and at the end the direction of their mean if all of
-- them are within 89 degrees of it, else three zeros. A vertex that repeats the one before it is dropped. NULL for
-- what is no polygon.
CREATE OR REPLACE FUNCTION armilla.outline(g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n int := 0;
    lon float8;
    lat float8;
    x float8;
    y float8;
    z float8;
    last_x float8;
    last_y float8;
    last_z float8;
    sum_x float8 := 0;
    sum_y float8 := 0;
    sum_z float8 := 0;
    size float8;
    result float8[] := '{}';
BEGIN
    IF cardinality(g) < 6 OR NOT armilla.is_geometry(g) THEN RETURN NULL; END IF;
    -- From the last vertex, which is only looked at, once round.
    FOR i IN -1 .. cardinality(g) - 1 BY 2 LOOP
        lon := g[CASE WHEN i < 0 THEN cardinality(g) - 1 ELSE i END];
        lat := g[CASE WHEN i < 0 THEN cardinality(g) ELSE i + 1 END];
        -- As in armilla.vector.
        IF abs(lon) < 1e-30 THEN lon := 0; END IF;
        IF abs(lat) < 1e-30 THEN lat := 0; END IF;
        x := cosd(lat);
        y := x * sind(lon);
        x := x * cosd(lon);
        z := sind(lat);
        IF i > 0 AND (x <> last_x OR y <> last_y OR z <> last_z) THEN
            result[n + 1] := x;
            result[n + 2] := y;
            result[n + 3] := z;
            n := n + 3;
            sum_x := sum_x + x;
            sum_y := sum_y + y;
            sum_z := sum_z + z;
        END IF;
        last_x := x; last_y := y; last_z := z;
    END LOOP;
    IF n < 9 THEN RETURN NULL; END IF;
    size := sqrt(sum_x * sum_x + sum_y * sum_y + sum_z * sum_z);
    FOR i IN 1 .. n BY 3 LOOP
        IF size = 0 OR result[i] * sum_x + result[i + 1] * sum_y + result[i + 2] * sum_z < 0.0175 * size THEN
            RETURN result || '{0,0,0}'::float8[];
        END IF;
    END LOOP;
    RETURN result || ARRAY[sum_x / size, sum_y / size, sum_z / size];
END
$$;
