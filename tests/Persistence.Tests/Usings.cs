global using Oversight.Messaging;
global using Oversight.Persistence.Inbox;
global using Oversight.Persistence.Tests.Contracts.V1;
global using Oversight.Persistence.Tests.Ledger;
global using Oversight.Testing;
global using Xunit;
