-- Ranges of HEALPix cells of order 29 that hold every point of a region, sorted and disjoint: of a cone if the outline
-- is empty, else of the polygon of the outline, which the cone holds.
--
-- The walk goes down the tree of cells. A cell whose centre is farther from the border than the cell reaches is inside
-- or outside; all others are divided until they are as small as half the radius. Everything is widened by 1e-9 degree,
-- more than positions, cell numbers and exact tests are rounded.
CREATE OR REPLACE FUNCTION armilla.walk(centre float8[], radius float8, outline float8[])
RETURNS TABLE (lo int8, hi int8)
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT ROWS 8 COST 10000
AS $$
DECLARE
    k_max CONSTANT int := least(29, greatest(2, ceil(ln(117 / (radius + 1e-9)) / 0.6931471805599453)));
    -- The cells that are still to be looked at, the next one last, and their orders.
    cells int8[] := '{11,10,9,8,7,6,5,4,3,2,1,0}';
    orders int[] := '{0,0,0,0,0,0,0,0,0,0,0,0}';
    open int := 12;
    cell int8;
    k int;
    place float8[];
    distance float8;
    reach float8;
    divided boolean;
BEGIN
    lo := 0;
    hi := -1;
    WHILE open > 0 LOOP
        cell := cells[open];
        k := orders[open];
        open := open - 1;
        place := armilla.healpix_center(k, cell);
        place := armilla.vector(place[1], place[2]);
        -- No corner of a cell is farther than 1.07 / nside radian from its centre.
        reach := 61.31 / (1 << k) + 1e-9;
        distance := armilla.angle(place[1], place[2], place[3], centre[1], centre[2], centre[3]);
        CONTINUE WHEN distance > radius + reach;
        IF outline = '{}' THEN
            divided := distance + reach > radius + 2e-9;
        ELSE
            divided := armilla.border_distance(place[1], place[2], place[3], outline) <= reach;
            CONTINUE WHEN NOT divided AND NOT armilla.inside(place[1], place[2], place[3], outline);
        END IF;
        IF divided AND k < k_max THEN
            FOR child IN 0 .. 3 LOOP
                open := open + 1;
                cells[open] := 4 * cell + 3 - child;
                orders[open] := k + 1;
            END LOOP;
        ELSIF cell << (58 - 2 * k) = hi + 1 THEN
            hi := hi + (1::int8 << (58 - 2 * k));
        ELSE
            IF hi >= lo THEN RETURN NEXT; END IF;
            lo := cell << (58 - 2 * k);
            hi := lo + (1::int8 << (58 - 2 * k)) - 1;
        END IF;
    END LOOP;
    IF hi >= lo THEN RETURN NEXT; END IF;
END
$$;
