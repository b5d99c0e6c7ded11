"""The program `ansx`: one command in a process of its own."""

import gc


def run() -> None:
    # A command makes much that lasts to its end, and next to nothing that is circular.
    gc.set_threshold(100_000)
    from .cli import main

    try:
        main()
    finally:
        gc.freeze()  # or the end of the process would go through all that is left, for nothing


if __name__ == "__main__":
    run()
