-- The length of a vector.
CREATE OR REPLACE FUNCTION armilla.norm(x float8, y float8, z float8) RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT sqrt(x * x + y * y + z * z) $$;

-- The angle between two directions in degrees.
CREATE OR REPLACE FUNCTION armilla.angle(a1 float8, a2 float8, a3 float8, b1 float8, b2 float8, b3 float8)
RETURNS float8
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT 2 * atan2d(armilla.norm(a1 - b1, a2 - b2, a3 - b3), armilla.norm(a1 + b1, a2 + b2, a3 + b3))
$$;

-- The angle in degrees from a direction to the nearest point of the edges of an outline.
CREATE OR REPLACE FUNCTION armilla.border_distance(px float8, py float8, pz float8, outline float8[]) RETURNS float8
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
    -- The pole of the edge's great circle.
    nx float8;
    ny float8;
    nz float8;
    height float8;
    nearest float8 := 180;
BEGIN
    FOR i IN 1 .. n BY 3 LOOP
        b1 := outline[i];
        b2 := outline[i + 1];
        b3 := outline[i + 2];
        -- Half of (a + b) x (b - a) is a x b, and exact for near vertices.
        nx := ((a2 + b2) * (b3 - a3) - (a3 + b3) * (b2 - a2)) / 2;
        ny := ((a3 + b3) * (b1 - a1) - (a1 + b1) * (b3 - a3)) / 2;
        nz := ((a1 + b1) * (b2 - a2) - (a2 + b2) * (b1 - a1)) / 2;
        height := px * nx + py * ny + pz * nz;
        -- Abeam of the edge if the foot of the perpendicular is between its ends.
        IF px * (ny * a3 - nz * a2) + py * (nz * a1 - nx * a3) + pz * (nx * a2 - ny * a1) >= 0
            AND px * (b2 * nz - b3 * ny) + py * (b3 * nx - b1 * nz) + pz * (b1 * ny - b2 * nx) >= 0
        THEN
            nearest := least(nearest, atan2d(abs(height), armilla.norm(
                py * nz - pz * ny, pz * nx - px * nz, px * ny - py * nx)));
        ELSE
            nearest := least(nearest, armilla.angle(px, py, pz, b1, b2, b3));
        END IF;
        a1 := b1; a2 := b2; a3 := b3;
    END LOOP;
    RETURN nearest;
END
$$;
