-- Whether a direction is inside an outline or on its border, to within 1e-15 radian. The inside is the smaller side.
--
-- Seen from the point, the outline winds round it if the point is inside and its antipode is not, or the other way
-- round. If all vertices are near their mean direction, the smaller side is too, and that decides. Only the direction
-- in which each edge crosses one half of a great circle through the point is looked at, and how it passes the point;
-- all from differences to the point, so that tiny polygons lose no digits.
CREATE OR REPLACE FUNCTION armilla.inside(px float8, py float8, pz float8, outline float8[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(outline) - 3;
    -- A direction at a right angle to the point: across the half circle that is looked at.
    fx float8;
    fy float8;
    fz float8;
    -- The two ends of an edge as seen from the point.
    a1 float8 := outline[n - 2] - px;
    a2 float8 := outline[n - 1] - py;
    a3 float8 := outline[n] - pz;
    b1 float8;
    b2 float8;
    b3 float8;
    -- On which side of the great circle they are.
    a_left boolean;
    b_left boolean;
    passes float8;
    length float8;
    windings int := 0;
BEGIN
    IF abs(px) < 0.6 THEN
        fx := 0; fy := -pz; fz := py;
    ELSE
        fx := pz; fy := 0; fz := -px;
    END IF;
    a_left := fx * a1 + fy * a2 + fz * a3 >= 0;
    FOR i IN 1 .. n BY 3 LOOP
        b1 := outline[i] - px;
        b2 := outline[i + 1] - py;
        b3 := outline[i + 2] - pz;
        b_left := fx * b1 + fy * b2 + fz * b3 >= 0;
        passes := px * (a2 * b3 - a3 * b2) + py * (a3 * b1 - a1 * b3) + pz * (a1 * b2 - a2 * b1);
        IF abs(passes) < 1e-14 THEN
            length := sqrt((b1 - a1) * (b1 - a1) + (b2 - a2) * (b2 - a2) + (b3 - a3) * (b3 - a3));
            -- A point of the arc sees its ends under an obtuse angle (Thales).
            IF a1 * b1 + a2 * b2 + a3 * b3 <= 1e-15 * length
                AND abs(passes) <= 1e-15 * length * sqrt(1 - length * length / 4)
            THEN
                RETURN true;
            END IF;
        END IF;
        IF a_left <> b_left AND (passes > 0) = b_left THEN
            windings := windings + CASE WHEN b_left THEN 1 ELSE -1 END;
        END IF;
        a1 := b1; a2 := b2; a3 := b3; a_left := b_left;
    END LOOP;
    IF outline[n + 1] <> 0 OR outline[n + 2] <> 0 OR outline[n + 3] <> 0 THEN
        RETURN windings <> 0 AND px * outline[n + 1] + py * outline[n + 2] + pz * outline[n + 3] > 0;
    END IF;
    RETURN armilla.inside_wide(px, py, pz, outline, windings);
END
$$;

-- The same for a point that is on no edge of an outline too wide to have a mean direction, given its winding.
--
-- The triangles of the point with each edge add up to the area on the left of the outline, less a whole sphere if the
-- antipode is in it. If the antipode is a vertex, a point next to this one is looked at, less than 1e-9 degree away.
CREATE OR REPLACE FUNCTION armilla.inside_wide(
    px float8, py float8, pz float8, outline float8[], windings int
) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    area_sr float8 := armilla.fan_area(px, py, pz, outline);
    left_side boolean := windings = 1;
    length float8;
BEGIN
    FOR i IN 1 .. cardinality(outline) - 3 BY 3 LOOP
        IF armilla.norm(px + outline[i], py + outline[i + 1], pz + outline[i + 2]) < 1e-12 THEN
            length := armilla.norm(px + 6e-12, py - 7e-12, pz + 8e-12);
            RETURN armilla.inside((px + 6e-12) / length, (py - 7e-12) / length, (pz + 8e-12) / length, outline);
        END IF;
    END LOOP;
    IF area_sr < 0 THEN
        area_sr := area_sr + 4 * pi();
        left_side := windings = 0;
    END IF;
    RETURN left_side = (area_sr <= 2 * pi());
END
$$;

-- The sum of the signed areas, in steradian, of the triangles that a direction makes with each edge of an outline.
CREATE OR REPLACE FUNCTION armilla.fan_area(px float8, py float8, pz float8, outline float8[]) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(outline) - 3;
    a1 float8 := outline[n - 2];
    a2 float8 := outline[n - 1];
    a3 float8 := outline[n];
    b1 float8;
    b2 float8;
    b3 float8;
    -- The vectors from the point, whose products keep the digits of small triangles.
    dx float8;
    dy float8;
    dz float8;
    ex float8;
    ey float8;
    ez float8;
    volume float8;
    area_sr float8 := 0;
BEGIN
    FOR i IN 1 .. n BY 3 LOOP
        b1 := outline[i];
        b2 := outline[i + 1];
        b3 := outline[i + 2];
        dx := a1 - px; dy := a2 - py; dz := a3 - pz;
        ex := b1 - px; ey := b2 - py; ez := b3 - pz;
        volume := px * (dy * ez - dz * ey) + py * (dz * ex - dx * ez) + pz * (dx * ey - dy * ex);
        -- The antipode of a point that is on an edge counts as on its right side, in "inside" as here.
        area_sr := area_sr + 2 * atan2(
            CASE WHEN volume > 0 THEN volume ELSE -abs(volume) END,
            1 + a1 * b1 + a2 * b2 + a3 * b3 + px * (a1 + b1) + py * (a2 + b2) + pz * (a3 + b3));
        a1 := b1; a2 := b2; a3 := b3;
    END LOOP;
    RETURN area_sr;
END
$$;
