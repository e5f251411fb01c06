-- The codes of the HEALPix cells of order 0 to 12 that hold a cell of order 29: 4 * 4^order + number (the crate sky has the
-- lists of cells of regions that these are compared with).
CREATE OR REPLACE FUNCTION armilla.cells_round(healpix int8) RETURNS int8[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT ARRAY[
        4 + (healpix >> 58), 16 + (healpix >> 56), 64 + (healpix >> 54), 256 + (healpix >> 52),
        1024 + (healpix >> 50), 4096 + (healpix >> 48), 16384 + (healpix >> 46), 65536 + (healpix >> 44),
        262144 + (healpix >> 42), 1048576 + (healpix >> 40), 4194304 + (healpix >> 38), 16777216 + (healpix >> 36),
        67108864 + (healpix >> 34)]
$$;
