package io.weft.vswitch.track;

/**
 * What was found in a table that another process left.
 *
 * @param connections that live on
 * @param loosened of these, those that were being changed when the process ended: their windows are not checked any more
 * @param dropped that were damaged or half-written
 */
record TakeOver(int connections, int loosened, int dropped) {
    /** What an operator should know of it, or null when there is nothing. */
    String remark() {
        if (loosened + dropped == 0) {
            return null;
        }
        return connections + " connections were taken over; " + dropped
                + " records were half-written or damaged and were dropped, " + loosened
                + " were being changed and go on without window checks";
    }

    /** Whether so much is wrong that what looks right is not to be trusted. */
    boolean isHopeless() {
        return dropped > 64 && dropped > connections / 8;
    }
}
