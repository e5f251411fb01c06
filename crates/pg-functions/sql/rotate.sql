-- The same geometry in another frame, by a plain rotation; a circle keeps its radius, a range is none in
-- another frame and becomes NULL. The frames are ICRS, FK5
-- (J2000, taken as ICRS), FK4 (B1950), GALACTIC and ECLIPTIC (J2000), in capitals; another name is an error.
CREATE OR REPLACE FUNCTION armilla.rotate(source text, target text, g float8[]) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    old CONSTANT float8[] := armilla.axes(source);
    new CONSTANT float8[] := armilla.axes(target);
    x float8;
    y float8;
    z float8;
    v float8[];
    result float8[] := g;
BEGIN
    IF NOT armilla.is_geometry(g) THEN RETURN NULL; END IF;
    IF old = new THEN RETURN g; END IF;
    IF cardinality(g) = 4 THEN RETURN NULL; END IF;
    FOR i IN 1 .. cardinality(g) - 1 BY 2 LOOP
        v := armilla.vector(g[i], g[i + 1]);
        -- To ICRS and on; a rotation backwards is the matrix with rows and columns exchanged.
        x := old[1] * v[1] + old[4] * v[2] + old[7] * v[3];
        y := old[2] * v[1] + old[5] * v[2] + old[8] * v[3];
        z := old[3] * v[1] + old[6] * v[2] + old[9] * v[3];
        v := armilla.position(
            new[1] * x + new[2] * y + new[3] * z,
            new[4] * x + new[5] * y + new[6] * z,
            new[7] * x + new[8] * y + new[9] * z);
        result[i] := v[1];
        result[i + 1] := v[2];
    END LOOP;
    RETURN result;
END
$$;

-- The axes of a frame in ICRS, one after the other. The numbers follow from the definitions that the crate `sky`
-- gives; a test compares.
CREATE OR REPLACE FUNCTION armilla.axes(frame text) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    result CONSTANT float8[] := CASE frame
        WHEN 'ICRS' THEN '{1, 0, 0, 0, 1, 0, 0, 0, 1}'
        WHEN 'FK5' THEN '{1, 0, 0, 0, 1, 0, 0, 0, 1}'
        WHEN 'FK4' THEN '{
            0.9999256809514503, 0.0111813717538847, 0.004858960740738716,
            -0.011181372203849821, 0.9999374861373456, -2.7073328534660268e-05,
            -0.004858959705285104, -2.7258532095342236e-05, 0.9999881948140962}'
        WHEN 'GALACTIC' THEN '{
            -0.05487565771259169, -0.8734370519556164, -0.48383507361671557,
            0.4941094371927275, -0.44482972122329534, 0.7469821839866675,
            -0.8676661375596588, -0.19807633727300056, 0.4559838136873016}'
        WHEN 'ECLIPTIC' THEN '{
            0.9999999999999942, -7.078279744199197e-08, 8.05614893899715e-08,
            3.289644423803193e-08, 0.9174821299145697, 0.3977769994449445,
            -1.0206949565339592e-07, -0.39777699944493955, 0.9174821299145669}'
    END;
BEGIN
    IF result IS NULL THEN
        RAISE EXCEPTION 'unknown frame "%": use ICRS, FK5, FK4, GALACTIC or ECLIPTIC', frame
            USING ERRCODE = 'invalid_parameter_value';
    END IF;
    RETURN result;
END
$$;
