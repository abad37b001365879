global using System.Net;
global using Oversight.Testing;
global using Xunit;
