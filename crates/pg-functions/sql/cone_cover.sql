-- Ranges of HEALPix cells of order 29 that hold every point within a radius of a position, in degrees: disjoint, four
-- at the most up to a quarter of a degree. Meant to be called for each row of a join, as
-- armilla.cone_cover(a.ra, a.dec, r) AS cover JOIN b ON b.cell BETWEEN cover.lo AND cover.hi. No rows for NULL, for a
-- negative radius and for what is no number.
--
-- The cells of a level that fits the radius are looked at in the plane of their base cell (see healpix_index), where
-- the cone lies within a square: a way of one mean edge on the sky covers at most 1.05 edges along each axis between
-- the latitudes of 41.8 degrees, 1.5 elsewhere. Cones that leave their base cell and large ones have ways of their own.
CREATE OR REPLACE FUNCTION armilla.cone_cover(lon float8, lat float8, radius float8)
RETURNS TABLE (lo int8, hi int8)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT ROWS 2 COST 300
AS $$
DECLARE
    stretch float8;
    k int;
    nside float8;
    reach float8;
    x float8;
    y float8;
    l float8;
    h float8;
    base int8;
    column_first int8;
    row_first int8;
    wide boolean;
    high boolean;
    bits int8;
    row_bits int8;
    size int8;
BEGIN
    IF NOT (radius BETWEEN 0 AND 0.25 AND abs(lat) <= 90 AND abs(lon) <= 1e9) THEN
        IF radius BETWEEN 0 AND 1e300 AND armilla.is_geometry(ARRAY[lon, lat]) THEN
            RETURN QUERY SELECT * FROM armilla.walk(armilla.vector(lon, lat), least(radius, 180), '{}');
        END IF;
        RETURN;
    END IF;
    stretch := CASE WHEN abs(lat) + radius < 41.8 THEN 1.05 ELSE 1.5 END;
    -- Up to 10 arcseconds cells of 6.4 radii, at the least those that hold about one row of a deep catalogue.
    k := least(13, floor(ln(58.63 / (radius + 1e-9) / CASE WHEN radius < 0.003 THEN 6.4 ELSE 2 * stretch END)
        / 0.6931471805599453));
    nside := 1 << k;
    reach := stretch * radius * nside / 58.63 + 1e-6;
    x := lon / 90 - 4 * floor(lon / 360);
    base := floor(x);
    -- A negative longitude smaller than the rounding of 360 has become 360.
    IF base > 3 THEN x := 0; base := 0; END IF;
    x := 2 * (x - base) - 1;
    IF lat > 41.8103148957786 THEN
        y := 2.449489742783178 * sind((90 - lat) / 2);
        l := x * y; h := 2 - y;
    ELSIF lat < -41.8103148957786 THEN
        y := 2.449489742783178 * sind((90 + lat) / 2);
        base := base + 8; l := x * y; h := y;
    ELSE
        y := 1.5 * sind(lat);
        IF x > y THEN
            IF x >= -y THEN base := 4 + ((base + 1) & 3); l := x - 1; h := y + 1;
            ELSE base := base + 8; l := x; h := y + 2;
            END IF;
        ELSIF x >= -y THEN l := x; h := y;
        ELSE base := base + 4; l := x + 1; h := y + 1;
        END IF;
    END IF;
    x := (h + l) / 2 * nside;
    y := (h - l) / 2 * nside;
    IF least(x, y) < reach OR greatest(x, y) + reach >= nside THEN
        RETURN QUERY SELECT * FROM armilla.border_cone_cover(lon, lat, radius);
        RETURN;
    END IF;
    column_first := floor(x - reach);
    row_first := floor(y - reach);
    wide := floor(x + reach) > column_first;
    high := floor(y + reach) > row_first;
    bits := column_first | (row_first << 32);
    bits := (bits | (bits << 8)) & 71777214294589695;
    bits := (bits | (bits << 4)) & 1085102592571150095;
    bits := (bits | (bits << 2)) & 3689348814741910323;
    bits := (bits | (bits << 1)) & 6148914691236517205;
    -- Even bits count the columns, odd ones the rows.
    row_bits := bits >> 31;
    bits := bits & 1431655765;
    base := base << (2 * k);
    k := 58 - 2 * k;
    size := 1::int8 << k;
    LOOP
        lo := (base | bits | row_bits) << k;
        IF wide AND (bits & 1) = 0 THEN
            -- The next column is the next cell.
            hi := lo + 2 * size - 1;
            RETURN NEXT;
        ELSE
            hi := lo + size - 1;
            RETURN NEXT;
            IF wide THEN
                -- One more in the even bits, carried across the odd ones.
                lo := (base | (((bits | 2863311530) + 1) & 1431655765) | row_bits) << k;
                hi := lo + size - 1;
                RETURN NEXT;
            END IF;
        END IF;
        EXIT WHEN NOT high;
        high := false;
        row_bits := ((row_bits | 1431655765) + 1) & 2863311530;
    END LOOP;
END
$$;

-- The same for a small cone across the border of a base cell: the cells, with edges of at least 8 radii, of the centre
-- and of 16 points round it at twice the radius. A cell that the cone touches has an angle of more than 40 degrees at
-- each corner, so that more than a sixteenth of that circle is in it.
CREATE OR REPLACE FUNCTION armilla.border_cone_cover(lon float8, lat float8, radius float8)
RETURNS TABLE (lo int8, hi int8)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT ROWS 4 COST 1000
AS $$
DECLARE
    k CONSTANT int := least(13, floor(ln(58.63 / (radius + 1e-9) / 8) / 0.6931471805599453));
BEGIN
    RETURN QUERY
    SELECT cell << (58 - 2 * k), ((cell + 1) << (58 - 2 * k)) - 1
    FROM (
        SELECT DISTINCT armilla.healpix_index(k, place[1], place[2]) AS cell
        FROM generate_series(0, 16) AS turn,
            armilla.beside(lon, lat, CASE WHEN turn < 16 THEN 2 * radius + 1e-9 ELSE 0 END, 22.5 * turn) AS place
    ) AS cells;
END
$$;

-- The position at a distance from another, in a direction east of north; all in degrees.
CREATE OR REPLACE FUNCTION armilla.beside(lon float8, lat float8, distance float8, direction float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    out_of_axis float8 := cosd(lat) * cosd(distance) - sind(lat) * sind(distance) * cosd(direction);
    east float8 := sind(distance) * sind(direction);
BEGIN
    RETURN ARRAY[
        armilla.one_turn(lon + atan2d(east, out_of_axis)),
        atan2d(
            sind(lat) * cosd(distance) + cosd(lat) * sind(distance) * cosd(direction),
            sqrt(out_of_axis * out_of_axis + east * east))];
END
$$;
