-- The centroid of a geometry: a point itself, the centre of a circle, for a range its mean, for a polygon the direction of the mean of all
-- points of its smaller side. NULL if that mean has no direction.
CREATE OR REPLACE FUNCTION armilla.centroid(g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    outline float8[];
    mean float8[];
BEGIN
    IF NOT armilla.is_geometry(g) THEN RETURN NULL; END IF;
    IF cardinality(g) <= 3 THEN RETURN g[1:2]; END IF;
    IF cardinality(g) = 4 THEN
        mean := armilla.range_mean(g);
    ELSE
        outline := armilla.outline(g);
        mean := coalesce(armilla.small_mean(outline), armilla.wide_mean(outline));
    END IF;
    IF mean = '{0,0,0}' THEN RETURN NULL; END IF;
    RETURN armilla.position(mean[1], mean[2], mean[3]);
END
$$;

-- The mean of a polygon whose vertices are within 1e-4 radian of the first one, as if it were flat, which is wrong by
-- less than 1e-12 radian; NULL for a larger one. The triangles with the first vertex are weighted with their area.
CREATE OR REPLACE FUNCTION armilla.small_mean(outline float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    a CONSTANT float8[] := outline[1:3];
    dx float8;
    dy float8;
    dz float8;
    ex float8 := 0;
    ey float8 := 0;
    ez float8 := 0;
    weight float8;
    area float8 := 0;
    mean float8[] := '{0,0,0}';
BEGIN
    FOR i IN 4 .. cardinality(outline) - 5 BY 3 LOOP
        dx := ex; dy := ey; dz := ez;
        ex := outline[i] - a[1]; ey := outline[i + 1] - a[2]; ez := outline[i + 2] - a[3];
        IF armilla.norm(ex, ey, ez) > 1e-4 THEN RETURN NULL; END IF;
        weight := a[1] * (dy * ez - dz * ey) + a[2] * (dz * ex - dx * ez) + a[3] * (dx * ey - dy * ex);
        area := area + weight;
        mean := ARRAY[
            mean[1] + weight * (dx + ex) / 3, mean[2] + weight * (dy + ey) / 3, mean[3] + weight * (dz + ez) / 3];
    END LOOP;
    IF area = 0 THEN RETURN '{0,0,0}'; END IF;
    RETURN ARRAY[a[1] + mean[1] / area, a[2] + mean[2] / area, a[3] + mean[3] / area];
END
$$;

-- The integral of the directions over the smaller side of an outline, as a vector of any length: half the sum of the
-- poles of the edges, each times the length of its edge.
CREATE OR REPLACE FUNCTION armilla.wide_mean(outline float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    n CONSTANT int := cardinality(outline) - 3;
    a float8[];
    b float8[] := outline[n - 2 : n];
    along float8[];
    length float8;
    area_sr float8;
    mean float8[] := '{0,0,0}';
BEGIN
    FOR i IN 1 .. n BY 3 LOOP
        a := b;
        b := outline[i : i + 2];
        along := armilla.tangent(a, b);
        length := armilla.angle(a[1], a[2], a[3], b[1], b[2], b[3]);
        mean := ARRAY[
            mean[1] + length * (a[2] * along[3] - a[3] * along[2]),
            mean[2] + length * (a[3] * along[1] - a[1] * along[3]),
            mean[3] + length * (a[1] * along[2] - a[2] * along[1])];
    END LOOP;
    -- It is that of the left side; the two sides have opposite means.
    area_sr := armilla.left_area(outline);
    area_sr := area_sr - 4 * pi() * floor(area_sr / (4 * pi()));
    IF area_sr > 2 * pi() THEN RETURN ARRAY[-mean[1], -mean[2], -mean[3]]; END IF;
    RETURN mean;
END
$$;
