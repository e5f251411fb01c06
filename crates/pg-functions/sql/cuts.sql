-- The unit vector at a right angle to a, towards b.
CREATE OR REPLACE FUNCTION armilla.tangent(a float8[], b float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    dx float8 := b[1] - a[1];
    dy float8 := b[2] - a[2];
    dz float8 := b[3] - a[3];
    along float8 := dx * a[1] + dy * a[2] + dz * a[3];
    length float8;
BEGIN
    dx := dx - along * a[1];
    dy := dy - along * a[2];
    dz := dz - along * a[3];
    length := sqrt(dx * dx + dy * dy + dz * dz);
    RETURN CASE WHEN length > 0 THEN ARRAY[dx / length, dy / length, dz / length] ELSE '{0,0,0}' END;
END
$$;

-- Where the arc from a to b meets the edges of an outline: angles from a in degrees, sorted, with both ends.
CREATE OR REPLACE FUNCTION armilla.cuts(a float8[], b float8[], outline float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(outline) - 3;
    along CONSTANT float8[] := armilla.tangent(a, b);
    -- The pole of the arc.
    px CONSTANT float8 := a[2] * along[3] - a[3] * along[2];
    py CONSTANT float8 := a[3] * along[1] - a[1] * along[3];
    pz CONSTANT float8 := a[1] * along[2] - a[2] * along[1];
    last CONSTANT float8 := armilla.angle(a[1], a[2], a[3], b[1], b[2], b[3]);
    c float8[];
    d float8[] := outline[n - 2 : n];
    -- How far the ends of an edge are from the arc's great circle, on which side.
    c_height float8;
    d_height float8 := px * d[1] + py * d[2] + pz * d[3];
    x float8;
    y float8;
    place float8;
    result float8[] := ARRAY[0, last];
BEGIN
    FOR i IN 1 .. n BY 3 LOOP
        c := d;
        c_height := d_height;
        d := outline[i : i + 2];
        d_height := px * d[1] + py * d[2] + pz * d[3];
        CONTINUE WHEN (c_height > 1e-15 AND d_height > 1e-15) OR (c_height < -1e-15 AND d_height < -1e-15);
        IF abs(d_height) <= 1e-15 THEN
            x := d[1] * a[1] + d[2] * a[2] + d[3] * a[3];
            y := d[1] * along[1] + d[2] * along[2] + d[3] * along[3];
        ELSE
            -- The point of the edge that is on the great circle, of any length.
            x := abs(d_height) * (c[1] * a[1] + c[2] * a[2] + c[3] * a[3])
                + abs(c_height) * (d[1] * a[1] + d[2] * a[2] + d[3] * a[3]);
            y := abs(d_height) * (c[1] * along[1] + c[2] * along[2] + c[3] * along[3])
                + abs(c_height) * (d[1] * along[1] + d[2] * along[2] + d[3] * along[3]);
        END IF;
        place := atan2d(y, x);
        IF place > 0 AND place < last THEN result := result || place; END IF;
    END LOOP;
    RETURN ARRAY(SELECT cut FROM unnest(result) AS cut ORDER BY cut);
END
$$;
