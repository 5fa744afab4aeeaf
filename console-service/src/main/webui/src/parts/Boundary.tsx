import { Component, type ReactNode } from "react";
import { Failure } from "./Pieces";

interface Held {
  /** Of the page that is shown: another one is tried anew. */
  path: string;
  children: ReactNode;
}

/** Holds what goes wrong below, such as a page that could not be fetched: the rest stays usable. */
export class Boundary extends Component<Held, { error?: Error }> {
  override state: { error?: Error } = {};

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidUpdate(before: Held) {
    if (this.state.error && before.path !== this.props.path) this.setState({ error: undefined });
  }

  override render() {
    // What was not had is not asked for again by itself; after an upgrade it has another name, which only a new document knows.
    return this.state.error ? <Failure error={this.state.error} retry={() => location.reload()} /> : this.props.children;
  }
}
