// Entry of the portal: the frame, which loads the page of the address.
import "./frame.ts";
