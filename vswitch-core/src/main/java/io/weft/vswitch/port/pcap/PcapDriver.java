package io.weft.vswitch.port.pcap;

import io.weft.vswitch.port.PortConfig;
import io.weft.vswitch.port.PortContext;
import io.weft.vswitch.port.PortDevice;
import io.weft.vswitch.port.PortDriver;
import io.weft.vswitch.port.PortException;
import io.weft.vswitch.port.PortOption;
import java.util.List;

/** Ports of type {@code pcap}. */
public final class PcapDriver implements PortDriver {
    static final List<PortOption> OPTIONS = List.of(
            new PortOption("rx_pcap", "a file", "", "Capture file to receive from; relative to the run directory."),
            new PortOption("tx_pcap", "a file", "", "Capture file for what is sent; without it that is discarded."),
            new PortOption("rate", PcapPacing.ALLOWED, "fast", "Pace of the replay; real is as captured."),
            new PortOption("loop", "infinite, or 1 to 2147483647", "1", "How often the file is replayed."));

    @Override
    public String type() {
        return "pcap";
    }

    @Override
    public String summary() {
        return "Replays a capture file and captures to another.";
    }

    @Override
    public List<PortOption> options() {
        return OPTIONS;
    }

    @Override
    public PortDevice open(PortConfig config, PortContext context) throws PortException {
        PcapPort port = new PcapPort(config, context);
        port.attach();
        return port;
    }
}
