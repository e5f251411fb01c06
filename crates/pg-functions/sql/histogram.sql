-- How many values are in each of `bins` equal parts of [lo, hi), after those below (and NULL and NaN) and before those
-- not below `hi`: bins + 2 counts. NULL for no rows.
CREATE OR REPLACE AGGREGATE armilla.histogram(val float8, lo float8, hi float8, bins int4) (
    SFUNC = armilla.histogram_add,
    STYPE = int4[],
    COMBINEFUNC = armilla.histogram_join,
    PARALLEL = SAFE
);
