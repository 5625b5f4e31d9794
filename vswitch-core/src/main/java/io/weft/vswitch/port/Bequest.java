package io.weft.vswitch.port;

/**
 * What is left of an open port when its process goes, for the port of the same name in the next: the device goes on, and what it holds with it.
 *
 * @param type of the driver, the only one that understands the rest
 * @param description in a form of the driver's own, which carries its version
 * @param descriptors open files; whoever takes the bequest owns them
 * @param frames of the packet memory, by number, that the device holds
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Bequest(String type, byte[] description, int[] descriptors, int[] frames) {
    @Override
    public String toString() {
        return type + " with " + descriptors.length + " descriptors and " + frames.length + " frames";
    }
}
