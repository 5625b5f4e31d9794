package io.weft.vswitch.mac;

/** The learned addresses of one port, oldest first. Writer only. */
final class PortAddresses {
    final int port;
    private int count;
    private MacNode oldest;
    private MacNode newest;

    PortAddresses(int port) {
        this.port = port;
    }

    int count() {
        return count;
    }

    /** The address not heard for longest, or null. */
    MacNode oldest() {
        return oldest;
    }

    void append(MacNode node) {
        node.list = this;
        node.older = newest;
        node.newer = null;
        if (newest == null) {
            oldest = node;
        } else {
            newest.newer = node;
        }
        newest = node;
        count++;
    }

    void remove(MacNode node) {
        if (node.older == null) {
            oldest = node.newer;
        } else {
            node.older.newer = node.newer;
        }
        if (node.newer == null) {
            newest = node.older;
        } else {
            node.newer.older = node.older;
        }
        node.list = null;
        count--;
    }
}
