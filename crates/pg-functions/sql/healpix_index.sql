-- The number of the HEALPix cell of order k, in [0, 29], nested scheme, that holds a position in degrees. NULL for a
-- latitude beyond a pole.
--
-- The sphere is laid out as in Calabretta & Roukema 2007: cylindrical between the latitudes whose sine is 2/3,
-- Collignon towards the poles. Within one of the twelve base cells l runs from west to east in [-1, 1], h from south to
-- north in [0, 2].
CREATE OR REPLACE FUNCTION armilla.healpix_index(k int, lon float8, lat float8) RETURNS int8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 100
AS $$
DECLARE
    quarter int;
    base int8;
    x float8;
    y float8;
    l float8;
    h float8;
    last CONSTANT int8 := (1::int8 << k) - 1;
    bits int8;
    moved int8;
BEGIN
    IF k < 0 OR k > 29 THEN
        RAISE EXCEPTION 'order % of HEALPix cells is outside 0 to 29', k USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF NOT (abs(lat) <= 90 AND abs(lon) <= 1e300) THEN RETURN NULL; END IF;
    x := (lon - 360 * floor(lon / 360)) / 90;
    quarter := floor(x);
    -- A negative longitude smaller than the rounding of 360 has become 360.
    IF quarter > 3 THEN x := 0; quarter := 0; END IF;
    x := 2 * (x - quarter) - 1;
    IF lat > 41.8103148957786 THEN
        y := 2.449489742783178 * sind((90 - lat) / 2);
        base := quarter; l := x * y; h := 2 - y;
    ELSIF lat < -41.8103148957786 THEN
        y := 2.449489742783178 * sind((90 + lat) / 2);
        base := quarter + 8; l := x * y; h := y;
    ELSE
        y := 1.5 * sind(lat);
        IF x > y THEN
            IF x >= -y THEN base := 4 + ((quarter + 1) & 3); l := x - 1; h := y + 1;
            ELSE base := 8 + quarter; l := x; h := y + 2;
            END IF;
        ELSIF x >= -y THEN base := quarter; l := x; h := y;
        ELSE base := 4 + quarter; l := x + 1; h := y + 1;
        END IF;
    END IF;
    -- The two axes in the lower and the upper half of 64 bits, then their bits in turn.
    bits := least(greatest(floor((h + l) / 2 * (1::int8 << k))::int8, 0), last)
        | (least(greatest(floor((h - l) / 2 * (1::int8 << k))::int8, 0), last) << 32);
    moved := (bits # (bits >> 16)) & 4294901760;
    bits := bits # moved # (moved << 16);
    moved := (bits # (bits >> 8)) & 280375465148160;
    bits := bits # moved # (moved << 8);
    moved := (bits # (bits >> 4)) & 67555025218437360;
    bits := bits # moved # (moved << 4);
    moved := (bits # (bits >> 2)) & 868082074056920076;
    bits := bits # moved # (moved << 2);
    moved := (bits # (bits >> 1)) & 2459565876494606882;
    RETURN (base << (2 * k)) | (bits # moved # (moved << 1));
END
$$;
