/**
 * What can be asked of a switch, as plain Java: {@link io.weft.northbound.control.SwitchControl} and the records of its requests and
 * results. There is no gRPC here, and the vocabulary (matches, actions, flow changes) is that of {@code io.weft.flow}.
 *
 * <pre>
 *   vsctl, ofctl, appctl                                     switchd
 *   +----------------+   protobuf   +----------------+   +-----------------------+
 *   |  SwitchClient  | --- gRPC --> | SwitchService  | - |  SwitchControl        |
 *   |  text or typed |              | checks sizes,  |   |  implemented over the |
 *   |  flows         | <----------- | parses text    |   |  virtual switch       |
 *   +----------------+              +----------------+   +-----------------------+
 * </pre>
 *
 * Every refusal is a {@link io.weft.northbound.control.ControlException}, and the client throws the one that the switch threw.
 *
 * <p>Threads: an implementation of {@code SwitchControl} is called by any number of threads at once. Start there.
 */
package io.weft.northbound.control;
