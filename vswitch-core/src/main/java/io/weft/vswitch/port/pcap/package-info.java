/**
 * Capture files as ports: replay one, write the other. {@link io.weft.vswitch.port.pcap.PcapWriter} and
 * {@link io.weft.vswitch.port.pcap.PcapCapture} serve whoever else reads or writes captures.
 *
 * <pre>
 *   rx_pcap --load once, check--&gt; off heap --copy when due--&gt; PMD --transmit--&gt; tx_pcap, one record a packet, flushed
 * </pre>
 *
 * Format: pcap-savefile(5). Start at {@link io.weft.vswitch.port.pcap.PcapDriver}. Threads: the conductor opens, the PMD replays and writes.
 */
package io.weft.vswitch.port.pcap;
