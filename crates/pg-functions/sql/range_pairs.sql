-- Whether a geometry lies wholly in a range.
CREATE OR REPLACE FUNCTION armilla.range_contains(g float8[], range float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    span CONSTANT float8 := armilla.range_span(range);
    n CONSTANT int := cardinality(g);
    east float8;
BEGIN
    IF n = 4 THEN
        IF g[3] < range[3] OR g[4] > range[4] THEN RETURN false; END IF;
        IF span >= 360 OR (g[3] = g[4] AND abs(g[3]) = 90) THEN RETURN true; END IF;
        east := g[1] - range[1] - 360 * floor((g[1] - range[1]) / 360);
        IF east >= 360 - 1e-13 THEN east := 0; END IF;
        RETURN east + armilla.range_span(g) <= span + 1e-13;
    END IF;
    IF n > 4 THEN RETURN armilla.range_contains_outline(armilla.on_sky(g), armilla.outline(g), range); END IF;
    IF NOT armilla.in_range(g[1], g[2], range) THEN RETURN false; END IF;
    IF n = 2 OR g[3] = 0 THEN RETURN true; END IF;
    -- What is outside: beyond the parallels, and between the meridians on the other side.
    RETURN (range[3] <= -90 OR armilla.range_distance(g[1], g[2], ARRAY[0, 360, -90, range[3]]) >= g[3] - 1e-13)
        AND (range[4] >= 90 OR armilla.range_distance(g[1], g[2], ARRAY[0, 360, range[4], 90]) >= g[3] - 1e-13)
        AND (span >= 360 OR armilla.range_distance(
            g[1], g[2], ARRAY[range[1] + span, range[1] + 360, -90, 90]) >= g[3] - 1e-13);
END
$$;

-- The same for a polygon and its outline: no edge leaves the range, and nothing outside it is in the polygon.
CREATE OR REPLACE FUNCTION armilla.range_contains_outline(g float8[], outline float8[], range float8[])
RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(g);
    span CONSTANT float8 := armilla.range_span(range);
    outside float8[];
BEGIN
    FOR i IN 1 .. n BY 2 LOOP
        IF armilla.arc_in_range(g[i], g[i + 1], g[(i + 1) % n + 1], g[(i + 1) % n + 2], range) < 2 THEN RETURN false; END IF;
    END LOOP;
    IF range[4] < 90 AND armilla.inside(0, 0, 1, outline) THEN RETURN false; END IF;
    IF range[3] > -90 AND armilla.inside(0, 0, -1, outline) THEN RETURN false; END IF;
    outside := armilla.vector(range[1] + span / 2 + 180, 0);
    RETURN span >= 360 OR NOT armilla.inside(outside[1], outside[2], outside[3], outline);
END
$$;

-- Whether a range lies wholly in a circle or a polygon: if the antipode of the circle is far enough from it, or if one of
-- its points is in the polygon and no edge of that goes through it.
CREATE OR REPLACE FUNCTION armilla.contains_range(range float8[], g float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(g);
    span CONSTANT float8 := armilla.range_span(range);
    -- The range without its border, where it has an inside.
    east CONSTANT float8 := CASE WHEN span < 360 THEN least(1e-12, span / 4) ELSE 0 END;
    south CONSTANT float8 := CASE WHEN range[3] > -90 THEN least(1e-12, (range[4] - range[3]) / 4) ELSE 0 END;
    north CONSTANT float8 := CASE WHEN range[4] < 90 THEN least(1e-12, (range[4] - range[3]) / 4) ELSE 0 END;
    inner_range CONSTANT float8[] :=
        ARRAY[range[1] + east, range[1] + span - east, range[3] + south, range[4] - north];
    outline float8[];
BEGIN
    IF n <= 3 THEN
        RETURN 180 - armilla.range_distance(g[1] + 180, -g[2], range) <= coalesce(g[3], 0) + 1e-13;
    END IF;
    outline := armilla.outline(g);
    IF outline IS NULL THEN RETURN NULL; END IF;
    g := armilla.on_sky(g);
    IF NOT armilla.holds_middle(range, outline) THEN RETURN false; END IF;
    FOR i IN 1 .. n BY 2 LOOP
        IF armilla.arc_in_range(g[i], g[i + 1], g[(i + 1) % n + 1], g[(i + 1) % n + 2], inner_range) > 0 THEN
            RETURN false;
        END IF;
    END LOOP;
    RETURN true;
END
$$;

-- Whether a range has a point in common with another geometry.
CREATE OR REPLACE FUNCTION armilla.range_intersects(range float8[], g float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(g);
    outline float8[];
BEGIN
    IF n <= 3 THEN
        RETURN armilla.range_distance(g[1], g[2], range) <= coalesce(g[3], 0) + 1e-13;
    END IF;
    IF n = 4 THEN
        IF g[3] > range[4] OR g[4] < range[3] THEN RETURN false; END IF;
        RETURN least(g[4], range[4]) = 90 OR greatest(g[3], range[3]) = -90
            OR armilla.in_range(g[1], 0, ARRAY[range[1], range[2], -1, 1])
            OR armilla.in_range(range[1], 0, ARRAY[g[1], g[2], -1, 1]);
    END IF;
    g := armilla.on_sky(g);
    FOR i IN 1 .. n BY 2 LOOP
        IF armilla.in_range(g[i], g[i + 1], range) THEN RETURN true; END IF;
    END LOOP;
    outline := armilla.outline(g);
    IF outline IS NULL THEN RETURN NULL; END IF;
    IF armilla.holds_middle(range, outline) THEN RETURN true; END IF;
    FOR i IN 1 .. n BY 2 LOOP
        IF armilla.arc_in_range(g[i], g[i + 1], g[(i + 1) % n + 1], g[(i + 1) % n + 2], range) > 0 THEN RETURN true; END IF;
    END LOOP;
    RETURN false;
END
$$;

-- Whether the polygon of an outline holds the middle of a range.
CREATE OR REPLACE FUNCTION armilla.holds_middle(range float8[], outline float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    middle CONSTANT float8[] :=
        armilla.vector(range[1] + armilla.range_span(range) / 2, (range[3] + range[4]) / 2);
BEGIN
    RETURN armilla.inside(middle[1], middle[2], middle[3], outline);
END
$$;

-- The vertices of a polygon with latitudes that are latitudes.
CREATE OR REPLACE FUNCTION armilla.on_sky(g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    v float8[];
BEGIN
    FOR i IN 1 .. cardinality(g) BY 2 LOOP
        IF abs(g[i + 1]) > 90 THEN
            v := armilla.vector(g[i], g[i + 1]);
            v := armilla.position(v[1], v[2], v[3]);
            g[i] := v[1];
            g[i + 1] := v[2];
        END IF;
    END LOOP;
    RETURN g;
END
$$;
