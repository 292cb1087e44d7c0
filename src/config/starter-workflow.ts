/** A workflow for pull requests, the merge queue and the default branch. */
export const starterWorkflow = `name: Detection coverage

on:
  pull_request:
    # A label may accept what a pull request loses, so that setting one is a reason to judge again.
    types: [opened, synchronize, reopened, labeled, unlabeled]
  merge_group:
  push:
    branches: [main, master]

permissions: {}

concurrency:
  group: detcov-\${{ github.event.pull_request.number || github.ref }}
  cancel-in-progress: true

jobs:
  coverage:
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pull-requests: write # for the comment; without it the summary of the run says the same
    steps:
      - uses: actions/checkout@v7
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: detcov/detcov@v0
`;
