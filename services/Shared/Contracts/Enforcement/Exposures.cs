using Oversight.Contracts.Registry.V1;

namespace Oversight.Contracts.Enforcement.V1;

/// <summary>
/// A public exposure (曝光, S18) was approved and released. The text was approved by a second person and holds no personal data.
/// </summary>
/// <param name="ExposureId">Id of the exposure.</param>
/// <param name="Version">Version of the exposure that the release made.</param>
/// <param name="Party">Whom it is about; an institution of the register.</param>
/// <param name="Title">Title, at most 100 characters.</param>
/// <param name="Text">Approved wording, at most 4,000 characters.</param>
/// <param name="Department">Department that releases it.</param>
/// <param name="ReleasedOn">Official day.</param>
/// <param name="EndsOn">Last official day on which it is shown.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("exposure")]
[StateCopy(Except = [nameof(OccurredAt)])]
public sealed record ExposureReleased(
    Guid ExposureId, long Version, Party Party, string Title, string Text, string Department, DateOnly ReleasedOn, DateOnly EndsOn,
    DateTime OccurredAt);

/// <summary>An exposure is withdrawn at once.</summary>
/// <param name="ExposureId">Id of the exposure.</param>
/// <param name="Version">Version of the exposure that the withdrawal made.</param>
/// <param name="Party">Whom it was about.</param>
/// <param name="WithdrawnOn">Official day.</param>
/// <param name="OccurredAt">When it was entered (UTC).</param>
[KeptFact("exposure")]
[StateCopy(Except = [nameof(OccurredAt)])]
public sealed record ExposureWithdrawn(Guid ExposureId, long Version, Party Party, DateOnly WithdrawnOn, DateTime OccurredAt);
