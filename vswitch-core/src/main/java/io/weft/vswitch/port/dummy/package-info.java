/**
 * Ports for simulations: a script plays the wire.
 *
 * <pre>
 *   netdev-dummy/receive --&gt; DummyPort.receive --&gt; ring --&gt; PMD --&gt; transmit --&gt; tx_pcap (timestamps are the switch's clock)
 *   another switch --&gt; DummyLink --&gt; DummyStream -------------^       `-----------&gt; DummyStream --&gt; another switch (options:stream, pstream)
 * </pre>
 *
 * Start at {@link io.weft.vswitch.port.dummy.DummyPort}. Threads: any thread injects; the PMD receives and writes the capture.
 */
package io.weft.vswitch.port.dummy;
