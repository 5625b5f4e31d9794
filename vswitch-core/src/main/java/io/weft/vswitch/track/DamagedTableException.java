package io.weft.vswitch.track;

/** A file is not a whole connection table; the message goes on from its name. */
final class DamagedTableException extends TrackerException {
    DamagedTableException(String message) {
        super(message);
    }
}
