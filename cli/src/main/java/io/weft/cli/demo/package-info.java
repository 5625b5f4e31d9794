/**
 * {@code weft demo}: the main job on one machine, with real namespaces, a real switch process and real packets.
 *
 * <pre>
 *   weft-demo-blue1 --+                                            +-- weft-demo-blue2      VLAN 10
 *                     |  br-left === trunk, tags 10 and 20 === br-right  |
 *   weft-demo-red1  --+          (a veth pair, both ends in weft-demo)   +-- weft-demo-red2       VLAN 20
 * </pre>
 *
 * All four pods have addresses of one subnet, so silence between the VLANs is the switch's doing. Every line of the story is a check with its
 * figure ({@link io.weft.cli.demo.DemoReport}); the commands shown are the ones that are run. Start at {@link io.weft.cli.demo.DemoVerb}.
 */
package io.weft.cli.demo;
