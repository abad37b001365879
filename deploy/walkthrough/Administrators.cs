namespace Oversight.Walkthrough;

/// <summary>Two administrators: what one proposes to give, the other confirms.</summary>
/// <param name="First">Proposes; also does what one alone may do.</param>
/// <param name="Second">Confirms.</param>
public sealed record Administrators(Api First, Api Second) : IDisposable
{
    /// <summary>Gives an account or a client.</summary>
    /// <param name="path">Where it is proposed.</param>
    /// <param name="body">What is proposed.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="RefusedException">The platform refused the proposal or its confirmation.</exception>
    public async Task<string> GiveAsync(string path, object body, CancellationToken cancellation)
    {
        var proposal = await First.PostAsync(path, body, cancellation);
        var confirmed = await Second.ActAsync($"api/identity/v1/proposals/{proposal.Id}", "confirmation", new { }, cancellation);
        return confirmed.Body.GetProperty("subjectId").GetString()!;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }
}
