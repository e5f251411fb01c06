-- The area of a geometry in square degrees: 0 for a point, 2 pi (1 - cos r) for a circle, the spherical excess for a
-- polygon, of its smaller side; for a range the part of the zone between its parallels.
CREATE OR REPLACE FUNCTION armilla.area(g float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    area_sr float8;
BEGIN
    IF NOT armilla.is_geometry(g) THEN RETURN NULL; END IF;
    IF cardinality(g) = 2 THEN RETURN 0; END IF;
    IF cardinality(g) = 3 THEN
        -- 1 - cos r without loss of digits for small circles, nor underflow for the smallest.
        area_sr := CASE WHEN g[3] < 1e-100 THEN 0 ELSE 4 * pi() * power(sind(least(g[3], 180) / 2), 2) END;
    ELSIF cardinality(g) = 4 THEN
        area_sr := armilla.range_area(g);
    ELSE
        area_sr := abs(armilla.left_area(armilla.outline(g)));
        -- Either side, and perhaps whole spheres.
        area_sr := area_sr - 4 * pi() * floor(area_sr / (4 * pi()));
        area_sr := least(area_sr, 4 * pi() - area_sr);
    END IF;
    RETURN area_sr * power(180 / pi(), 2);
END
$$;

-- The area on the left of an outline in steradian, to within whole spheres: the triangles of its edges with one point.
-- It is the first vertex, to keep the digits of small outlines; on wide ones, whose vertices may be opposite to it, it
-- is a point that no round number names.
CREATE OR REPLACE FUNCTION armilla.left_area(outline float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
    IF outline[cardinality(outline) - 2 :] = '{0,0,0}' THEN
        RETURN armilla.fan_area(sind(12.3456789), cosd(12.3456789) * sind(78.9123456),
            cosd(12.3456789) * cosd(78.9123456), outline);
    END IF;
    RETURN armilla.fan_area(outline[1], outline[2], outline[3], outline);
END
$$;
