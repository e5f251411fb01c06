-- The centre, in degrees, of a HEALPix cell of order k, in [0, 29], nested scheme. NULL for a number that no cell has.
CREATE OR REPLACE FUNCTION armilla.healpix_center(k int, cell int8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 100
AS $$
DECLARE
    base int;
    bits int8;
    moved int8;
    x int8;
    y int8;
    l float8;
    h float8;
    from_pole float8;
    lon float8;
BEGIN
    IF k < 0 OR k > 29 THEN
        RAISE EXCEPTION 'order % of HEALPix cells is outside 0 to 29', k USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF cell < 0 OR cell >= 12::int8 << (2 * k) THEN RETURN NULL; END IF;
    base := cell >> (2 * k);
    bits := cell & ((1::int8 << (2 * k)) - 1);
    -- Bits taken in turn for the two axes: the steps of healpix_index backwards.
    moved := (bits # (bits >> 1)) & 2459565876494606882;
    bits := bits # moved # (moved << 1);
    moved := (bits # (bits >> 2)) & 868082074056920076;
    bits := bits # moved # (moved << 2);
    moved := (bits # (bits >> 4)) & 67555025218437360;
    bits := bits # moved # (moved << 4);
    moved := (bits # (bits >> 8)) & 280375465148160;
    bits := bits # moved # (moved << 8);
    moved := (bits # (bits >> 16)) & 4294901760;
    bits := bits # moved # (moved << 16);
    x := bits & 4294967295;
    y := bits >> 32;
    l := (x - y)::float8 / (1::int8 << k);
    h := (x + y + 1)::float8 / (1::int8 << k) - base / 4;
    from_pole := 2 - abs(h);
    IF from_pole >= 1 THEN
        lon := 45 * (2 * (base & 3) + CASE WHEN base / 4 = 1 THEN 0 ELSE 1 END + l);
        RETURN ARRAY[CASE WHEN lon < 0 THEN lon + 360 ELSE lon END, asind(h * 2 / 3)];
    END IF;
    lon := 45 * (2 * (base & 3) + 1 + l / from_pole);
    RETURN ARRAY[lon, sign(h) * (90 - 2 * asind(from_pole / 2.449489742783178))];
END
$$;
