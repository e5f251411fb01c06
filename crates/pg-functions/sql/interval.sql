-- Whether two closed intervals have a number in common; an interval whose bounds are swapped is empty.
CREATE OR REPLACE FUNCTION armilla.interval_overlaps(lo1 float8, hi1 float8, lo2 float8, hi2 float8) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
    SELECT CASE WHEN num_nulls(lo1, hi1, lo2, hi2) = 0
        THEN lo1 <= hi1 AND lo2 <= hi2 AND lo1 <= hi2 AND lo2 <= hi1 END
$$;
