-- Ranges of HEALPix cells of order 29 that hold every point of a geometry, disjoint. No rows for what is no geometry.
CREATE OR REPLACE FUNCTION armilla.shape_cover(g float8[]) RETURNS TABLE (lo int8, hi int8)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT ROWS 16 COST 10000
AS $$
DECLARE
    outline float8[];
    n int;
    -- A circle that holds the polygon: the whole sky if it is wide.
    radius float8 := 0;
BEGIN
    IF NOT armilla.is_geometry(g) THEN RETURN; END IF;
    IF cardinality(g) = 4 THEN
        -- In a circle through its corners, which are its farthest points if it goes half round at most.
        radius := armilla.range_span(g);
        IF radius > 180 THEN
            RETURN QUERY SELECT * FROM armilla.cone_cover(0, 0, 180);
            RETURN;
        END IF;
        RETURN QUERY SELECT * FROM armilla.cone_cover(g[1] + radius / 2, (g[3] + g[4]) / 2, greatest(
            armilla.distance(0, g[3], radius / 2, (g[3] + g[4]) / 2),
            armilla.distance(0, g[4], radius / 2, (g[3] + g[4]) / 2)) + 1e-12);
        RETURN;
    END IF;
    IF cardinality(g) <= 3 THEN
        RETURN QUERY SELECT * FROM armilla.cone_cover(g[1], g[2], coalesce(g[3], 0));
        RETURN;
    END IF;
    outline := armilla.outline(g);
    IF outline IS NULL THEN RETURN; END IF;
    n := cardinality(outline) - 3;
    IF outline[n + 1 :] = '{0,0,0}' THEN radius := 180; END IF;
    FOR i IN 1 .. n BY 3 LOOP
        radius := greatest(radius, armilla.angle(
            outline[i], outline[i + 1], outline[i + 2], outline[n + 1], outline[n + 2], outline[n + 3]));
    END LOOP;
    RETURN QUERY SELECT * FROM armilla.walk(outline[n + 1 : n + 3], radius, outline);
END
$$;
