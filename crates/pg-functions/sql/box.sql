-- A box as ADQL means it: the rectangle of half sides tan(width / 2), tan(height / 2) in the plane that touches the
-- sphere at the centre, as a polygon of four vertices, counter-clockwise. NULL unless 0 < width, height < 180.
CREATE OR REPLACE FUNCTION armilla.box(lon float8, lat float8, width float8, height float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    x float8;
    y float8;
    south float8[];
    north float8[];
BEGIN
    IF NOT (width > 0 AND width < 180 AND height > 0 AND height < 180 AND armilla.is_geometry(ARRAY[lon, lat])) THEN
        RETURN NULL;
    END IF;
    x := tand(width / 2);
    y := tand(height / 2);
    south := armilla.box_corner(lat, x, -y);
    north := armilla.box_corner(lat, x, y);
    RETURN ARRAY[
        armilla.one_turn(lon - south[1]), south[2], armilla.one_turn(lon + south[1]), south[2],
        armilla.one_turn(lon + north[1]), north[2], armilla.one_turn(lon - north[1]), north[2]];
END
$$;

-- A point of the plane that touches the sphere at a latitude: its longitude to the east of there, and its latitude.
CREATE OR REPLACE FUNCTION armilla.box_corner(lat float8, x float8, y float8) RETURNS float8[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
DECLARE
    out_of_axis float8 := cosd(lat) - y * sind(lat);
BEGIN
    RETURN ARRAY[
        atan2d(x, out_of_axis), atan2d(sind(lat) + y * cosd(lat), sqrt(x * x + out_of_axis * out_of_axis))];
END
$$;

-- An angle reduced to [0, 360).
CREATE OR REPLACE FUNCTION armilla.one_turn(lon float8) RETURNS float8
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE STRICT
AS $$
BEGIN
    lon := lon - 360 * floor(lon / 360);
    RETURN CASE WHEN lon >= 360 THEN 0 ELSE lon END;
END
$$;
