-- The geometry, in ICRS, of a text that describes one shape: STC-S (`Circle ICRS 10 20 0.5`, also Polygon, Box,
-- Position) or DALI (`circle 10 20 0.5`, or the numbers alone; `range 10 11 -Inf 20`, in ICRS only). Case does not matter; frame, reference position and
-- flavour may be left out. NULL for any other text, so also for a union.
CREATE OR REPLACE FUNCTION armilla.region(region text) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT COST 1000
AS $$
DECLARE
    parts CONSTANT text[] := regexp_match(
        region,
        '^\s*(circle\y|polygon\y|range\y|box\y|position\y|point\y)?\s*(?:fillfactor\s+\S+\s+)?'
            '(icrs\y|fk5\y|j2000\y|fk4\y|b1950\y|galactic_ii\y|galactic\y|ecliptic\y|unknownframe\y)?(?:\s*[jb](?:2000|1950)\y)?'
            '(?:\s*(?:geocenter|barycenter|heliocenter|topocenter|lsr|lsrk|lsrd|galactic_center|local_group_center'
            '|embarycenter|moon|relocatable|unknownrefpos)\y)?(?:\s*spherical2\y)?'
            '\s*([-+.0-9i][-+.0-9einfty\s]*?)\s*(?:unit\s+deg(?:\s+deg)?\s*)?$',
        'i');
    words text[] := regexp_split_to_array(parts[3], '\s+');
    n CONSTANT int := cardinality(words);
    numbers float8[];
    shape CONSTANT text := coalesce(lower(parts[1]), '');
    frame text := coalesce(upper(parts[2]), 'ICRS');
BEGIN
    IF parts IS NULL THEN RETURN NULL; END IF;
    FOR i IN 1 .. n LOOP
        IF shape = 'range' AND words[i] ~* '^[-+]?inf(inity)?$' THEN
            words[i] := CASE WHEN i > 2 THEN 90 WHEN left(words[i], 1) = '-' THEN 0 ELSE 360 END
                * CASE left(words[i], 1) WHEN '-' THEN -1 ELSE 1 END;
        END IF;
        -- Of 40 characters, with an exponent of two digits: a cast takes it without overflow.
        IF words[i] !~* '^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d\d?)?$' OR length(words[i]) > 40 THEN RETURN NULL; END IF;
    END LOOP;
    numbers := words;
    frame := CASE frame WHEN 'J2000' THEN 'FK5' WHEN 'B1950' THEN 'FK4' WHEN 'GALACTIC_II' THEN 'GALACTIC'
        WHEN 'UNKNOWNFRAME' THEN 'ICRS' ELSE frame END;
    IF NOT (CASE shape WHEN 'circle' THEN n = 3 WHEN 'box' THEN n = 4
        WHEN 'range' THEN n = 4 AND frame IN ('ICRS', 'FK5') WHEN 'polygon' THEN n >= 6 AND n % 2 = 0
        WHEN '' THEN n IN (2, 3) OR n >= 6 AND n % 2 = 0 ELSE n = 2 END)
    THEN
        RETURN NULL;
    END IF;
    IF shape = 'range' THEN RETURN CASE WHEN armilla.is_geometry(numbers) THEN numbers END; END IF;
    FOR i IN 2 .. CASE WHEN n < 6 THEN 2 ELSE n END BY 2 LOOP
        IF abs(numbers[i]) > 90 THEN RETURN NULL; END IF;
    END LOOP;
    RETURN armilla.rotate(frame, 'ICRS', CASE shape
        WHEN 'box' THEN armilla.box(numbers[1], numbers[2], numbers[3], numbers[4]) ELSE numbers END);
END
$$;
