package io.weft.vswitch.track;

/**
 * What is known of a control connection of FTP beside its record: where lines begin, and by how much each side's sequence numbers are off since a line became
 * longer or shorter in translation. Everything is of one side: 0 is who began.
 *
 * <p>Numbers up to {@code changedAt} are shifted by {@code before}, later ones by {@code after}, so that what is sent again is shifted as it was.
 *
 * <p>Thread-safety: whoever has locked the connection's record.
 */
final class FtpSession {
    /** The check of the record that it belongs to: another number there is another connection. */
    final int check;

    private final boolean[] linesKnown = new boolean[2];
    private final int[] nextLine = new int[2];
    private final int[] changedAt = new int[2];
    private final int[] before = new int[2];
    private final int[] after = new int[2];
    private final boolean[] announced = new boolean[2];
    private final int[] announcedAt = new int[2];
    private final int[] announcedPort = new int[2];
    private final int[] shownPort = new int[2];

    FtpSession(int check) {
        this.check = check;
    }

    /** Whether a line begins at this sequence number, as far as is known. */
    boolean isLineStart(int side, int sequence) {
        return !linesKnown[side] || nextLine[side] == sequence || announced[side] && announcedAt[side] == sequence;
    }

    void lineEnds(int side, int next) {
        linesKnown[side] = true;
        nextLine[side] = next;
    }

    /** The shift of a sequence number as its sender counts. */
    int shift(int side, int sequence) {
        return sequence - changedAt[side] > 0 ? after[side] : before[side];
    }

    /** The shift of a number as the receiver counts. */
    int shiftBack(int side, int number) {
        return number - before[side] - changedAt[side] > 0 ? after[side] : before[side];
    }

    /** Whether nothing was ever shifted. */
    boolean isStraight() {
        return (before[0] | after[0] | before[1] | after[1]) == 0;
    }

    /** The segment that begins here became longer by {@code growth} bytes. */
    void grow(int side, int sequence, int growth) {
        if (growth == 0 || announced[side] && announcedAt[side] == sequence) {
            return;
        }
        changedAt[side] = sequence;
        before[side] = after[side];
        after[side] += growth;
    }

    /** The port that was shown for this announcement when it was sent before, or 0. */
    int shownPort(int side, int sequence, int port) {
        return announced[side] && announcedAt[side] == sequence && announcedPort[side] == port ? shownPort[side] : 0;
    }

    void announce(int side, int sequence, int port, int shown) {
        announced[side] = true;
        announcedAt[side] = sequence;
        announcedPort[side] = port;
        shownPort[side] = shown;
    }
}
