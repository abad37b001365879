using System.Net.Sockets;
using Oversight.Persistence;

namespace Oversight.Messaging;

/// <summary>Whether a failure is the fact's or the surroundings'.</summary>
internal static class Failures
{
    /// <summary>True if the same fact may be applied later without a change of it or of the program.</summary>
    public static bool IsInfrastructure(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (DatabaseErrors.IsInfrastructure(inner)
                || inner is IOException or UnauthorizedAccessException or SocketException or TimeoutException or HttpRequestException
                or OperationCanceledException)
            {
                return true;
            }
        }

        return false;
    }
}
