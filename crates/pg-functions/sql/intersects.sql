-- Whether two geometries have a point in common; borders belong to both (ADQL 2.1 section 4.2.16).
CREATE OR REPLACE FUNCTION armilla.intersects(a float8[], b float8[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN cardinality(a) = 2 THEN armilla.contains(a, b)
        WHEN cardinality(b) = 2 THEN armilla.contains(b, a)
        ELSE armilla.intersects_shape(a, b)
    END
$$;

-- The same for two circles, ranges or polygons, or one of each. A sum of angles may be 1e-13 degree too large by rounding.
CREATE OR REPLACE FUNCTION armilla.intersects_shape(a float8[], b float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    centre float8[];
    outline float8[];
BEGIN
    IF NOT armilla.is_geometry(a) OR NOT armilla.is_geometry(b) THEN RETURN NULL; END IF;
    IF cardinality(a) = 4 THEN RETURN armilla.range_intersects(a, b); END IF;
    IF cardinality(b) = 4 THEN RETURN armilla.range_intersects(b, a); END IF;
    IF cardinality(a) > 3 AND cardinality(b) > 3 THEN
        RETURN armilla.outlines_intersect(armilla.outline(a), armilla.outline(b));
    END IF;
    IF cardinality(a) > 3 THEN RETURN armilla.intersects_shape(b, a); END IF;
    IF cardinality(b) = 3 THEN
        RETURN armilla.distance(a[1], a[2], b[1], b[2]) <= a[3] + b[3] + 1e-13;
    END IF;
    outline := armilla.outline(b);
    centre := armilla.vector(a[1], a[2]);
    RETURN armilla.border_distance(centre[1], centre[2], centre[3], outline) <= a[3] + 1e-13
        OR armilla.inside(centre[1], centre[2], centre[3], outline);
END
$$;

-- Whether two polygons have a point in common: a vertex of one in the other, or an edge that crosses one.
CREATE OR REPLACE FUNCTION armilla.outlines_intersect(a float8[], b float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(a) - 3;
    here float8[];
    there float8[] := a[n - 2 : n];
BEGIN
    FOR i IN 1 .. n BY 3 LOOP
        IF armilla.inside(a[i], a[i + 1], a[i + 2], b) THEN RETURN true; END IF;
    END LOOP;
    FOR i IN 1 .. cardinality(b) - 3 BY 3 LOOP
        IF armilla.inside(b[i], b[i + 1], b[i + 2], a) THEN RETURN true; END IF;
    END LOOP;
    FOR i IN 1 .. n BY 3 LOOP
        here := there;
        there := a[i : i + 2];
        IF armilla.arc_crosses(here, there, b) THEN RETURN true; END IF;
    END LOOP;
    RETURN false;
END
$$;

-- Whether the arc from a to b crosses an edge of an outline somewhere between its ends.
CREATE OR REPLACE FUNCTION armilla.arc_crosses(a float8[], b float8[], outline float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(outline) - 3;
    along CONSTANT float8[] := armilla.tangent(a, b);
    px CONSTANT float8 := a[2] * along[3] - a[3] * along[2];
    py CONSTANT float8 := a[3] * along[1] - a[1] * along[3];
    pz CONSTANT float8 := a[1] * along[2] - a[2] * along[1];
    last CONSTANT float8 := armilla.angle(a[1], a[2], a[3], b[1], b[2], b[3]);
    c float8[];
    d float8[] := outline[n - 2 : n];
    c_height float8;
    d_height float8 := px * d[1] + py * d[2] + pz * d[3];
BEGIN
    FOR i IN 1 .. n BY 3 LOOP
        c := d;
        c_height := d_height;
        d := outline[i : i + 2];
        d_height := px * d[1] + py * d[2] + pz * d[3];
        CONTINUE WHEN (c_height > 0) = (d_height > 0);
        IF atan2d(
            abs(d_height) * (c[1] * along[1] + c[2] * along[2] + c[3] * along[3])
                + abs(c_height) * (d[1] * along[1] + d[2] * along[2] + d[3] * along[3]),
            abs(d_height) * (c[1] * a[1] + c[2] * a[2] + c[3] * a[3])
                + abs(c_height) * (d[1] * a[1] + d[2] * a[2] + d[3] * a[3])) BETWEEN 0 AND last
        THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END
$$;
