using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.Data.SqlClient;

namespace Oversight.Persistence.Tests.Providers;

/// <summary>What SqlClient does where no SQL Server answers. None is needed for it.</summary>
public sealed class SqlServerAwayTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_port_is_met_by_the_driver_and_not_refused_before_for_want_of_cultures()
    {
        var closed = Ports.Free();

        var fault = await Assert.ThrowsAsync<SqlException>(() => OpenAsync($"127.0.0.1,{closed}"));

        Assert.True(DatabaseErrors.IsInfrastructure(fault), fault.ToString());
    }

    [Fact]
    public async Task A_name_that_nobody_knows_is_infrastructure()
    {
        var fault = await Assert.ThrowsAsync<SqlException>(() => OpenAsync("no-such-host.invalid"));

        Assert.True(DatabaseErrors.IsInfrastructure(fault), fault.ToString());
    }

    [Fact]
    public async Task A_server_that_cuts_the_handshake_is_infrastructure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var cutting = CutAsync(listener);

        var fault = await Assert.ThrowsAsync<SqlException>(() => OpenAsync($"127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port}"));

        Assert.True(DatabaseErrors.IsInfrastructure(fault), fault.ToString());
        listener.Stop();
        await cutting;
    }

    [Fact]
    public async Task A_server_that_never_answers_is_infrastructure()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var fault = await Assert.ThrowsAsync<SqlException>(() => OpenAsync($"127.0.0.1,{((IPEndPoint)listener.LocalEndpoint).Port}"));

        Assert.True(DatabaseErrors.IsInfrastructure(fault), fault.ToString());
    }

    [Fact]
    public void A_pool_without_a_free_connection_is_infrastructure()
    {
        // The factory that SqlClient itself throws with; a pool can only be emptied behind a server.
        var factory = typeof(SqlConnection).Assembly.GetTypes()
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
                .Single(m => m.Name == "PooledOpenTimeout" && m.GetParameters().Length == 0);
        Exception thrown;
        try
        {
            throw (Exception)factory.Invoke(null, [])!;
        }
        catch (InvalidOperationException e)
        {
            thrown = e;
        }

        thrown.Source = typeof(SqlConnection).Assembly.GetName().Name; // The assembly that would have thrown it.
        Assert.True(DatabaseErrors.IsInfrastructure(thrown), thrown.ToString());
        Assert.False(DatabaseErrors.IsInfrastructure(new InvalidOperationException("Sequence contains no elements")));
    }

    [Theory]
    [InlineData(0, 20, true, "the connection is gone")]
    [InlineData(-2, 11, true, "time-out of a command")]
    [InlineData(1205, 13, true, "victim of a deadlock")]
    [InlineData(229, 14, true, "a right is missing")]
    [InlineData(18456, 14, true, "the login is refused")]
    [InlineData(3906, 16, true, "the database is read-only")]
    [InlineData(4221, 16, true, "on EF Core's list: a login waits for a replica")]
    [InlineData(40613, 17, true, "on EF Core's list: the database is not available")]
    [InlineData(9002, 17, true, "the log is full")]
    [InlineData(911, 16, true, "the database was renamed")]
    [InlineData(208, 16, true, "a table is missing: the schema is older")]
    [InlineData(207, 16, true, "a column is missing: the schema is older")]
    [InlineData(6005, 14, true, "shutdown in progress")]
    [InlineData(596, 21, true, "the session was ended")]
    [InlineData(2601, 14, false, "a unique index")]
    [InlineData(2627, 14, false, "a primary key")]
    [InlineData(547, 16, false, "a foreign key")]
    [InlineData(515, 16, false, "a null")]
    [InlineData(2628, 16, false, "a text too long")]
    [InlineData(8115, 16, false, "an overflow")]
    [InlineData(102, 15, false, "a syntax error")]
    public void A_server_fault_is_told_from_a_fault_of_the_statement(int number, byte severity, bool infrastructure, string what) =>
        Assert.True(infrastructure == DatabaseErrors.IsInfrastructure(SqlServerFaults.Of((number, severity, what))), what);

    [Fact]
    public void A_cancelled_statement_is_no_fault_although_the_driver_says_so()
    {
        using var caller = new CancellationTokenSource();
        var fault = SqlServerFaults.Of((0, 11, "Operation cancelled by user."));

        Assert.False(DatabaseErrors.IsCancellation(fault, caller.Token));
        caller.Cancel();
        Assert.True(DatabaseErrors.IsCancellation(fault, caller.Token));
        Assert.False(DatabaseErrors.IsCancellation(SqlServerFaults.Of((0, 20, "gone")), caller.Token));
        Assert.True(DatabaseErrors.IsCancellation(new OperationCanceledException(), caller.Token));
    }

    private static async Task OpenAsync(string server)
    {
        await using var connection = new SqlConnection(
            $"Server={server};Database=oversight;User Id=sa;Password=x;Encrypt=false;Connect Timeout=2;ConnectRetryCount=0;Pooling=false");
        await connection.OpenAsync(Cancellation);
    }

    private static async Task CutAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                using var connection = await listener.AcceptSocketAsync(Cancellation);
            }
        }
        catch (SocketException)
        {
            // The test has stopped listening.
        }
    }
}
