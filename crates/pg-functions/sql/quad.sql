-- Quick answers for polygons of four vertices, as images have them, that are convex and run counter-clockwise: some ten
-- times as fast as the general functions, since everything is a few long expressions. NULL where they cannot tell: then
-- the general function is asked.

-- The vertices and the poles of the edges of such a polygon, 12 numbers each; NULL if it is none.
CREATE OR REPLACE FUNCTION armilla.quad(g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    v float8[];
    n float8[];
BEGIN
    IF cardinality(g) <> 8 OR NOT armilla.is_geometry(g) THEN RETURN NULL; END IF;
    v := ARRAY[
        cosd(g[2]) * cosd(g[1]), cosd(g[2]) * sind(g[1]), sind(g[2]),
        cosd(g[4]) * cosd(g[3]), cosd(g[4]) * sind(g[3]), sind(g[4]),
        cosd(g[6]) * cosd(g[5]), cosd(g[6]) * sind(g[5]), sind(g[6]),
        cosd(g[8]) * cosd(g[7]), cosd(g[8]) * sind(g[7]), sind(g[8])];
    -- Half of (a + b) x (b - a) is a x b, and exact for near vertices.
    n := ARRAY[
        (v[2] + v[5]) * (v[6] - v[3]) - (v[3] + v[6]) * (v[5] - v[2]),
        (v[3] + v[6]) * (v[4] - v[1]) - (v[1] + v[4]) * (v[6] - v[3]),
        (v[1] + v[4]) * (v[5] - v[2]) - (v[2] + v[5]) * (v[4] - v[1]),
        (v[5] + v[8]) * (v[9] - v[6]) - (v[6] + v[9]) * (v[8] - v[5]),
        (v[6] + v[9]) * (v[7] - v[4]) - (v[4] + v[7]) * (v[9] - v[6]),
        (v[4] + v[7]) * (v[8] - v[5]) - (v[5] + v[8]) * (v[7] - v[4]),
        (v[8] + v[11]) * (v[12] - v[9]) - (v[9] + v[12]) * (v[11] - v[8]),
        (v[9] + v[12]) * (v[10] - v[7]) - (v[7] + v[10]) * (v[12] - v[9]),
        (v[7] + v[10]) * (v[11] - v[8]) - (v[8] + v[11]) * (v[10] - v[7]),
        (v[11] + v[2]) * (v[3] - v[12]) - (v[12] + v[3]) * (v[2] - v[11]),
        (v[12] + v[3]) * (v[1] - v[10]) - (v[10] + v[1]) * (v[3] - v[12]),
        (v[10] + v[1]) * (v[2] - v[11]) - (v[11] + v[2]) * (v[1] - v[10])];
    IF n[1] * v[7] + n[2] * v[8] + n[3] * v[9] > 1e-14 AND n[1] * v[10] + n[2] * v[11] + n[3] * v[12] > 1e-14
        AND n[4] * v[10] + n[5] * v[11] + n[6] * v[12] > 1e-14 AND n[4] * v[1] + n[5] * v[2] + n[6] * v[3] > 1e-14
        AND n[7] * v[1] + n[8] * v[2] + n[9] * v[3] > 1e-14 AND n[7] * v[4] + n[8] * v[5] + n[9] * v[6] > 1e-14
        AND n[10] * v[4] + n[11] * v[5] + n[12] * v[6] > 1e-14
        AND n[10] * v[7] + n[11] * v[8] + n[12] * v[9] > 1e-14
    THEN
        RETURN v || n;
    END IF;
    RETURN NULL;
END
$$;

-- Whether a polygon has a point in common with a circle of less than 90 degrees, of which the sine of the radius is given.
-- What is farther than that outside of one edge has none; a centre inside of all edges is one.
CREATE OR REPLACE FUNCTION armilla.quad_reach(g float8[], lon float8, lat float8, sine float8)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    q CONSTANT float8[] := armilla.quad(g);
    x CONSTANT float8 := cosd(lat) * cosd(lon);
    y CONSTANT float8 := cosd(lat) * sind(lon);
    z CONSTANT float8 := sind(lat);
    a float8;
    b float8;
    c float8;
    d float8;
BEGIN
    IF q IS NULL THEN RETURN NULL; END IF;
    a := q[13] * x + q[14] * y + q[15] * z;
    b := q[16] * x + q[17] * y + q[18] * z;
    c := q[19] * x + q[20] * y + q[21] * z;
    d := q[22] * x + q[23] * y + q[24] * z;
    IF a > 0 AND b > 0 AND c > 0 AND d > 0 THEN RETURN true; END IF;
    IF a < 0 AND -a > (sine + 1e-12) * armilla.norm(q[13], q[14], q[15])
        OR b < 0 AND -b > (sine + 1e-12) * armilla.norm(q[16], q[17], q[18])
        OR c < 0 AND -c > (sine + 1e-12) * armilla.norm(q[19], q[20], q[21])
        OR d < 0 AND -d > (sine + 1e-12) * armilla.norm(q[22], q[23], q[24])
    THEN
        RETURN false;
    END IF;
    RETURN NULL;
END
$$;

-- Whether a polygon has a point in common with a region, given as what armilla.quad makes of a polygon that holds it, and of
-- one that it holds. A vertex of one inside of the other is common; two convex polygons are apart if all of one is outside
-- of an edge of the other.
CREATE OR REPLACE FUNCTION armilla.quad_meets(g float8[], outer_q float8[], inner_q float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    q CONSTANT float8[] := armilla.quad(g);
BEGIN
    IF q IS NULL THEN RETURN NULL; END IF;
    IF armilla.has_vertex_in(inner_q, q) OR armilla.has_vertex_in(q, inner_q) THEN RETURN true; END IF;
    IF armilla.quads_apart(q, outer_q) OR armilla.quads_apart(outer_q, q) THEN RETURN false; END IF;
    RETURN NULL;
END
$$;

-- Whether a vertex of the first is inside of all edges of the second.
CREATE OR REPLACE FUNCTION armilla.has_vertex_in(a float8[], b float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    x float8;
    y float8;
    z float8;
BEGIN
    FOR i IN 1 .. 10 BY 3 LOOP
        x := a[i]; y := a[i + 1]; z := a[i + 2];
        IF x * b[13] + y * b[14] + z * b[15] > 0 AND x * b[16] + y * b[17] + z * b[18] > 0
            AND x * b[19] + y * b[20] + z * b[21] > 0 AND x * b[22] + y * b[23] + z * b[24] > 0
        THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$$;

-- Whether all vertices of the second are outside of one edge of the first, by more than rounding.
CREATE OR REPLACE FUNCTION armilla.quads_apart(a float8[], b float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    x float8;
    y float8;
    z float8;
BEGIN
    FOR i IN 13 .. 22 BY 3 LOOP
        x := a[i]; y := a[i + 1]; z := a[i + 2];
        IF x * b[1] + y * b[2] + z * b[3] < -1e-15 AND x * b[4] + y * b[5] + z * b[6] < -1e-15
            AND x * b[7] + y * b[8] + z * b[9] < -1e-15 AND x * b[10] + y * b[11] + z * b[12] < -1e-15
        THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$$;
