-- Whether the first geometry lies wholly in the second; borders belong to both (ADQL 2.1 section 4.2.11).
CREATE OR REPLACE FUNCTION armilla.contains(inner_g float8[], outer_g float8[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE
        WHEN cardinality(inner_g) = 2 AND cardinality(outer_g) = 3 AND outer_g[3] BETWEEN 0 AND 1e300
        THEN armilla.distance(inner_g[1], inner_g[2], outer_g[1], outer_g[2]) <= outer_g[3]
        ELSE armilla.contains_shape(inner_g, outer_g)
    END
$$;

-- The same for any two geometries.
CREATE OR REPLACE FUNCTION armilla.contains_shape(inner_g float8[], outer_g float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
    IF NOT armilla.is_geometry(inner_g) OR NOT armilla.is_geometry(outer_g) THEN RETURN NULL; END IF;
    IF cardinality(outer_g) = 4 THEN RETURN armilla.range_contains(inner_g, outer_g); END IF;
    IF cardinality(inner_g) = 4 THEN RETURN armilla.contains_range(inner_g, outer_g); END IF;
    IF cardinality(outer_g) > 3 THEN RETURN armilla.polygon_contains(inner_g, armilla.outline(outer_g)); END IF;
    RETURN armilla.circle_contains(inner_g, outer_g[1], outer_g[2], coalesce(outer_g[3], 0));
END
$$;

-- Whether a geometry lies wholly in a circle. A sum of angles may be 1e-13 degree too large by rounding.
CREATE OR REPLACE FUNCTION armilla.circle_contains(g float8[], lon float8, lat float8, radius float8)
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    outline float8[];
    centre float8[];
BEGIN
    IF cardinality(g) <= 3 THEN
        RETURN radius >= 180
            OR armilla.distance(g[1], g[2], lon, lat) + coalesce(g[3], 0)
                <= radius + CASE WHEN g[3] > 0 THEN 1e-13 ELSE 0 END;
    END IF;
    outline := armilla.outline(g);
    IF outline IS NULL THEN RETURN NULL; END IF;
    IF radius >= 180 THEN RETURN true; END IF;
    IF radius < 90 THEN
        -- Such a circle is convex, so that its edges are inside with their ends.
        FOR i IN 1 .. cardinality(g) BY 2 LOOP
            IF armilla.distance(g[i], g[i + 1], lon, lat) > radius THEN RETURN false; END IF;
        END LOOP;
        RETURN true;
    END IF;
    -- What is left out is a circle round the antipode, which the polygon must not reach.
    centre := armilla.vector(lon, lat);
    RETURN armilla.border_distance(-centre[1], -centre[2], -centre[3], outline) >= 180 - radius - 1e-13
        AND NOT armilla.inside(-centre[1], -centre[2], -centre[3], outline);
END
$$;

-- Whether a geometry lies wholly in the polygon of an outline.
CREATE OR REPLACE FUNCTION armilla.polygon_contains(g float8[], outline float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    centre float8[];
BEGIN
    IF cardinality(g) > 3 THEN RETURN armilla.outline_contains(armilla.outline(g), outline); END IF;
    centre := armilla.vector(g[1], g[2]);
    RETURN armilla.inside(centre[1], centre[2], centre[3], outline)
        AND (coalesce(g[3], 0) = 0
            OR armilla.border_distance(centre[1], centre[2], centre[3], outline) >= g[3] - 1e-13);
END
$$;

-- Whether the polygon of an outline lies wholly in that of another: if none of its edges leaves it. Where an edge may
-- leave, it meets an edge of the other, so the middle of each piece between two such points is looked at.
CREATE OR REPLACE FUNCTION armilla.outline_contains(inner_o float8[], outer_o float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(inner_o) - 3;
    a float8[];
    b float8[] := inner_o[n - 2 : n];
    -- Along the edge, at a right angle to its first end.
    along float8[];
    cuts float8[];
    middle float8;
BEGIN
    FOR i IN 1 .. n BY 3 LOOP
        IF NOT armilla.inside(inner_o[i], inner_o[i + 1], inner_o[i + 2], outer_o) THEN RETURN false; END IF;
    END LOOP;
    FOR i IN 1 .. n BY 3 LOOP
        a := b;
        b := inner_o[i : i + 2];
        along := armilla.tangent(a, b);
        cuts := armilla.cuts(a, b, outer_o);
        FOR j IN 2 .. cardinality(cuts) LOOP
            middle := (cuts[j - 1] + cuts[j]) / 2;
            IF NOT armilla.inside(
                a[1] * cosd(middle) + along[1] * sind(middle),
                a[2] * cosd(middle) + along[2] * sind(middle),
                a[3] * cosd(middle) + along[3] * sind(middle), outer_o)
            THEN
                RETURN false;
            END IF;
        END LOOP;
    END LOOP;
    RETURN true;
END
$$;
