-- How the arc between two positions lies to a range: 0 apart, 1 partly in it, 2 wholly.
--
-- Along an arc the longitude goes one way, by half a turn at most. So the range's meridians cut a piece out of it, and the
-- latitudes of the piece are those of its ends and, if it is between them, of the point nearest to a pole. An arc over a
-- pole has all longitudes between those of its ends there.
CREATE OR REPLACE FUNCTION armilla.arc_in_range(
    a_lon float8, a_lat float8, b_lon float8, b_lat float8, range float8[]
) RETURNS int
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    span CONSTANT float8 := armilla.range_span(range);
    a CONSTANT float8[] := armilla.vector(a_lon, a_lat);
    b CONSTANT float8[] := armilla.vector(b_lon, b_lat);
    -- The pole of the arc, which goes to the east round it: (a + b) x (b - a), exact for near ends.
    nx float8 := (a[2] + b[2]) * (b[3] - a[3]) - (a[3] + b[3]) * (b[2] - a[2]);
    ny float8 := (a[3] + b[3]) * (b[1] - a[1]) - (a[1] + b[1]) * (b[3] - a[3]);
    nz CONSTANT float8 := abs((a[1] + b[1]) * (b[2] - a[2]) - (a[2] + b[2]) * (b[1] - a[1]));
    -- The ends as longitudes east of the range's western border, from the west.
    west float8 := CASE WHEN abs(a_lat) = 90 THEN b_lon ELSE a_lon END;
    east float8 := CASE WHEN abs(b_lat) = 90 THEN a_lon ELSE b_lon END;
    west_lat float8 := a_lat;
    east_lat float8 := b_lat;
    -- The latitude and longitude of the northernmost point of the great circle.
    top float8;
    top_lat float8;
    -- The piece between the meridians, and its latitudes.
    first float8;
    last float8;
    low float8;
    high float8;
    swapped float8;
    result int := 0;
BEGIN
    IF a = b THEN RETURN CASE WHEN armilla.in_range(a_lon, a_lat, range) THEN 2 ELSE 0 END; END IF;
    east := east - west;
    east := east - 360 * round(east / 360);
    west := west - range[1];
    west := west - 360 * floor(west / 360);
    east := west + east;
    IF east < west THEN
        first := east; east := west; west := first;
        west_lat := b_lat; east_lat := a_lat;
        nx := -nx; ny := -ny;
    END IF;
    top := atan2d(-ny, -nx) - range[1];
    top := top - 360 * floor(top / 360);
    top_lat := atan2d(sqrt(nx * nx + ny * ny), nz);
    FOR turn IN -1 .. 1 LOOP
        first := greatest(west, 360 * turn);
        last := least(east, span + 360 * turn);
        IF span >= 360 THEN first := west; last := east; END IF;
        CONTINUE WHEN first > last + 1e-13 OR (span >= 360 AND turn <> 0);
        low := CASE WHEN first <= west THEN west_lat
            ELSE atan2d(-nx * cosd(range[1] + first) - ny * sind(range[1] + first), nz) END;
        high := CASE WHEN last >= east THEN east_lat
            ELSE atan2d(-nx * cosd(range[1] + last) - ny * sind(range[1] + last), nz) END;
        IF low > high THEN
            swapped := low; low := high; high := swapped;
        END IF;
        FOR other IN -1 .. 1 LOOP
            IF top + 360 * other > first AND top + 360 * other < last THEN high := top_lat; END IF;
            IF top + 360 * other - 180 > first AND top + 360 * other - 180 < last THEN low := -top_lat; END IF;
        END LOOP;
        CONTINUE WHEN low > range[4] + 1e-13 OR high < range[3] - 1e-13;
        IF first <= west + 1e-13 AND last >= east - 1e-13
            AND low >= range[3] - 1e-13 AND high <= range[4] + 1e-13
        THEN
            RETURN 2;
        END IF;
        result := 1;
    END LOOP;
    RETURN result;
END
$$;
