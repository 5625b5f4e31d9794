package io.weft.perf.peers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CountsTest {
    private static final String OVS = """
            OFPST_PORT reply (xid=0x2): 3 ports
              port LOCAL: rx pkts=7, bytes=70, drop=0, errs=0, frame=0, over=0, crc=0
                       tx pkts=8, bytes=80, drop=0, errs=0, coll=0
              port  1: rx pkts=1000, bytes=60000, drop=0, errs=0, frame=?, over=?, crc=?
                       tx pkts=2000, bytes=120000, drop=3, errs=0, coll=?
              port  2: rx pkts=3000, bytes=60000, drop=0, errs=0, frame=?, over=?, crc=?
                       tx pkts=4000, bytes=120000, drop=0, errs=0, coll=?
            """;

    private static final String TESTPMD = """
            testpmd> show port stats all

              ######################## NIC statistics for port 0  ########################
              RX-packets: 500        RX-missed: 0          RX-bytes:  30000
              RX-errors: 0
              RX-nombuf:  0
              TX-packets: 600        TX-errors: 0          TX-bytes:  36000

              Throughput (since last show)
              Rx-pps:            0          Rx-bps:            0
              Tx-pps:            0          Tx-bps:            0
              ############################################################################

              ######################## NIC statistics for port 1  ########################
              RX-packets: 700        RX-missed: 0          RX-bytes:  30000
              RX-errors: 0
              RX-nombuf:  0
              TX-packets: 800        TX-errors: 0          TX-bytes:  36000
            testpmd>
            """;

    @Test
    void openVSwitchCountsItsPortsButNotItsOwn() {
        Counts counts = Counts.ofOpenVSwitch(5, OVS);
        assertThat(counts.received()).containsOnlyKeys(1, 2).containsEntry(1, 1000L);
        assertThat(counts.allReceived()).isEqualTo(4000);
        assertThat(counts.allSent()).isEqualTo(6000);
        assertThat(counts.atNs()).isEqualTo(5);
    }

    @Test
    void testpmdNumbersItsPortsFromNought() {
        Counts counts = Counts.ofTestpmd(5, TESTPMD);
        assertThat(counts.received()).containsEntry(1, 500L).containsEntry(2, 700L);
        assertThat(counts.sent()).containsEntry(1, 600L).containsEntry(2, 800L);
    }

    @Test
    void anAnswerThatIsNotCompleteHasFewerPorts() {
        assertThat(Counts.ofTestpmd(5, TESTPMD.substring(0, 600)).sent()).hasSize(1);
        assertThat(Counts.ofOpenVSwitch(5, "").sent()).isEmpty();
    }

    @Test
    void ratesAreOfTheTimeBetween() {
        Counts before = Counts.ofOpenVSwitch(0, "");
        Counts after = Counts.ofOpenVSwitch(1_000_000, OVS);
        assertThat(after.sentMppsSince(before)).isEqualTo(6);
        assertThat(after.receivedMppsSince(before, 1)).isEqualTo(1);
        assertThat(after.shareSentSince(before)).isEqualTo(1.5);
    }
}
