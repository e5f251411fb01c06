-- Geometries are float8[] in degrees: 2 numbers are a point, 3 a circle (centre, radius), 6 or more in pairs a polygon.
--
-- What is no geometry makes every function NULL, not an error, so that one bad row of a column does not end a query:
-- another length, a negative radius, a number that is not finite, fewer than three different vertices. Longitudes and
-- latitudes may have any size: they are angles.

-- Whether the numbers are a point, a circle or a polygon.
CREATE OR REPLACE FUNCTION armilla.is_geometry(g float8[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT array_position(g, NULL) IS NULL AND '-Infinity' < ALL (g) AND 'Infinity' > ALL (g)
        AND CASE cardinality(g) WHEN 2 THEN true WHEN 3 THEN g[3] >= 0
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
    vertex float8[];
    last float8[];
    sum float8[] := '{0,0,0}';
    result float8[] := '{}';
    n int := 0;
    size float8;
BEGIN
    IF cardinality(g) < 6 OR NOT armilla.is_geometry(g) THEN RETURN NULL; END IF;
    last := armilla.vector(g[cardinality(g) - 1], g[cardinality(g)]);
    FOR i IN 1 .. cardinality(g) BY 2 LOOP
        vertex := armilla.vector(g[i], g[i + 1]);
        CONTINUE WHEN vertex = last;
        last := vertex;
        FOR axis IN 1 .. 3 LOOP
            result[n + axis] := vertex[axis];
            sum[axis] := sum[axis] + vertex[axis];
        END LOOP;
        n := n + 3;
    END LOOP;
    IF n < 9 THEN RETURN NULL; END IF;
    size := sqrt(sum[1] * sum[1] + sum[2] * sum[2] + sum[3] * sum[3]);
    FOR i IN 1 .. n BY 3 LOOP
        EXIT WHEN size = 0;
        IF result[i] * sum[1] + result[i + 1] * sum[2] + result[i + 2] * sum[3] < 0.0175 * size THEN
            size := 0;
        END IF;
    END LOOP;
    FOR axis IN 1 .. 3 LOOP
        result[n + axis] := CASE WHEN size = 0 THEN 0 ELSE sum[axis] / size END;
    END LOOP;
    RETURN result;
END
$$;
